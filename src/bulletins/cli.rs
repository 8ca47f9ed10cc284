//! `linli report 2026-10 --org NAME --format pdf|xlsx|json`: a bulletin as a file.

use super::{Report, files};
use crate::{closing::Month, orgs::Org};
use kernel::{Error, House, Result, Scope};
use std::{str::FromStr, sync::Arc};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Xlsx,
    Json,
}

impl FromStr for Format {
    type Err = Error;
    fn from_str(text: &str) -> Result<Format> {
        match text {
            "pdf" => Ok(Format::Pdf),
            "xlsx" => Ok(Format::Xlsx),
            "json" => Ok(Format::Json),
            _ => Err(Error::field("format", "格式只能是 pdf、xlsx 或 json。", "The format is pdf, xlsx or json.")),
        }
    }
}

/// The bulletin of the organisation at this path.
pub fn report(house: &Arc<House>, path: &str, month: Month, format: Format) -> Result<Vec<u8>> {
    let path = path.to_owned();
    let report = house.read_as_system("linli report", Scope::Subtree(path.clone()), move |cx| {
        let org = Org::at(cx, &path)?;
        Report::of(cx, &org, month).map_err(|e| match e {
            Error::NotFound => Error::rule("month_open", "这个月还没有月结，没有通报。", "The month is not closed: there is no bulletin."),
            other => other,
        })
    })?;
    match format {
        Format::Pdf => files::pdf(&report.paper()),
        Format::Xlsx => report.workbook(),
        Format::Json => Ok(serde_json::to_vec_pretty(&report)?),
    }
}
