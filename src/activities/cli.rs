//! `linli plan` and roll-call workbooks from the command line: the same verbs as the pages.

use super::{Line, Plan, Published, Taken, matrix, month_code, read_month, take};
use crate::orgs::Org;
use kernel::{Error, House, Id, Result, Scope};
use schemars::JsonSchema;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

#[derive(Debug, Serialize, JsonSchema)]
pub struct PlanReport {
    pub month: String,
    pub organisation: String,
    /// What is proposed or stands.
    pub lines: Vec<Line>,
    pub published: Option<Published>,
}

/// The month as the rules propose it; published as proposed where that is asked for.
pub fn plan(house: &Arc<House>, scope: Scope, month: &str, publish: bool) -> Result<PlanReport> {
    let month = read_month(month)?;
    let report = move |plan: Plan, published| PlanReport {
        month: month_code(month),
        organisation: plan.org.name.clone(),
        lines: plan.lines,
        published,
    };
    if !publish {
        return house.read_as_system("plan", scope, move |cx| Ok(report(Plan::of(cx, Org::top(cx)?, month)?, None)));
    }
    house.write_as_system("plan", scope, move |cx| {
        let top = Org::top(cx)?;
        Plan::of(cx, top.clone(), month)?.save(cx, &BTreeMap::new())?;
        let published = Plan::publish(cx, &top, month)?;
        Ok(report(Plan::of(cx, top, month)?, Some(published)))
    })
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Report {
    pub files: Vec<FileReport>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct FileReport {
    pub file: String,
    /// The organisations whose roll it calls.
    pub organisations: Vec<String>,
    pub taken: Taken,
    /// Why nothing was taken.
    pub refused: Option<String>,
}

/// Takes roll-call workbooks in. Doubtful rows are left out and named.
pub fn matrix(house: &Arc<House>, scope: Scope, files: &[PathBuf]) -> Result<Report> {
    let files = files.iter().map(|file| one(house, scope.clone(), file)).collect::<Result<_>>()?;
    Ok(Report { files })
}

fn one(house: &Arc<House>, scope: Scope, path: &Path) -> Result<FileReport> {
    let file = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let (name, bytes) = (file.clone(), std::fs::read(path)?);
    let took = house.steps_as_system("roll-call workbook", scope, move |cx| {
        let kept = bytes.clone();
        let content = cx.write(move |w| w.keep_file(&kept))?;
        let tables = matrix::read(cx, &name, &bytes, None)?;
        let organisations = tables.iter().map(|t| t.org_name.clone()).collect();
        let source = Id::named(&["roll-call", &content]);
        let tables: Vec<_> = tables.into_iter().map(|table| (table, BTreeMap::new())).collect();
        let taken = cx.write(move |w| take(w, &tables, source))?;
        Ok((organisations, taken))
    });
    match took {
        Ok((organisations, taken)) => Ok(FileReport { file, organisations, taken, refused: None }),
        Err(e @ (Error::Rule { .. } | Error::Invalid(_))) => {
            Ok(FileReport { file, organisations: vec![], taken: Taken::default(), refused: Some(e.sentence()) })
        }
        Err(other) => Err(other),
    }
}
