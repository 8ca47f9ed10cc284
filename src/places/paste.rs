//! A table of places as it is pasted from a sheet: community, grid, building, latitude, longitude.

use super::{Kind, NewPlace, Place};
use crate::orgs::Org;
use kernel::{Error, FieldError, Result, Writer, text};
use matching::Degrees;

/// One line that can be taken in.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub community: String,
    pub grid: String,
    pub building: String,
    pub at: Option<Degrees>,
}

/// Lines taken in at once.
const MOST: usize = 5000;
const MILLION: f64 = 1e6;
/// What the first column of a head is called.
const HEADS: [&str; 3] = ["社区", "community", "小区"];

/// All lines, or everything that is wrong with them: a table is not half taken in.
pub fn read(table: &str) -> Result<Vec<Line>> {
    let (mut lines, mut wrong) = (vec![], vec![]);
    for (n, text) in table.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let cells: Vec<&str> = text.split(['\t', ',', '，']).map(str::trim).collect();
        if n == 0 && HEADS.contains(&cells[0].to_lowercase().as_str()) {
            continue;
        }
        match line(&cells) {
            Ok(line) => lines.push(line),
            Err(why) => wrong.push(text!("第 {} 行：{}", "Line {}: {}", n + 1, why)),
        }
    }
    if lines.len() > MOST {
        wrong.push(text!("一次最多 {MOST} 行。", "At most {MOST} lines at once."));
    }
    if lines.is_empty() && wrong.is_empty() {
        wrong.push(text!("请粘贴一张表，每行一幢楼。", "Paste a table with one building a line."));
    }
    match wrong.into_iter().reduce(|all, one| text!("{} {}", "{} {}", all, one)) {
        None => Ok(lines),
        Some(text) => Err(Error::Invalid(vec![FieldError { field: "table".into(), text }])),
    }
}

fn line(cells: &[&str]) -> std::result::Result<Line, kernel::Text> {
    let cell = |n: usize| cells.get(n).copied().unwrap_or_default();
    let building = cell(2);
    if cell(0).is_empty() {
        return Err(text!("缺社区。", "no community."));
    }
    if building.chars().next().is_some_and(|c| c.is_ascii_digit()) {
        return Err(text!("楼名请写全，如“{}{}”。", "write the building's full name, as “{}{}”.", cell(0), building));
    }
    let at = match (cell(3), cell(4)) {
        ("", "") => None,
        (latitude, longitude) => Some(Degrees { latitude: degrees(latitude, 90.0)?, longitude: degrees(longitude, 180.0)? }),
    };
    if at.is_some() && building.is_empty() {
        return Err(text!("坐标是楼的坐标，这一行没有楼名。", "coordinates are of a building, and this line has none."));
    }
    Ok(Line { community: cell(0).into(), grid: cell(1).into(), building: building.into(), at })
}

fn degrees(text: &str, most: f64) -> std::result::Result<i64, kernel::Text> {
    match text.parse::<f64>() {
        Ok(value) if value.abs() <= most => Ok((value * MILLION).round() as i64),
        _ => Err(text!(
            "看不懂坐标“{}”，请写十进制度数，如 31.8012。",
            "the coordinate “{}” cannot be read; give decimal degrees, as 31.8012.",
            text
        )),
    }
}

/// How many buildings were taken in.
pub fn take(cx: &Writer, org: &Org, lines: &[Line]) -> Result<usize> {
    let mut buildings = 0;
    for line in lines {
        let community = Place::put(cx, org, &NewPlace { parent: None, kind: Kind::Community, name: &line.community, at: None })?;
        let grid = match line.grid.as_str() {
            "" => community,
            grid => Place::put(cx, org, &NewPlace { parent: Some(community), kind: Kind::Grid, name: grid, at: None })?,
        };
        if !line.building.is_empty() {
            Place::put(cx, org, &NewPlace { parent: Some(grid), kind: Kind::Building, name: &line.building, at: line.at })?;
            buildings += 1;
        }
    }
    cx.note(org.id, format!("places {}", lines.len()));
    Ok(buildings)
}
