//! What the values of a column prove, whatever its header says.

use super::samples::Sample;
use crate::meaning::{Field, Meaning, Reason, Shape};
use crate::reading::Column;

/// Values can prove a column whatever its header says, name one whose header says nothing, and
/// throw doubt on one whose header says otherwise.
pub(super) fn judge(column: &mut Column, sample: &Sample) {
    if column.meaning == Meaning::LeftOut || is_id(column, sample) {
        return;
    }
    if column.meaning == Meaning::Extra
        && sample.mostly(sample.private)
        && let Some(reason) = &sample.private_reason
    {
        column.meaning = Meaning::LeftOut;
        column.reason = reason.clone();
        return;
    }
    if column.meaning == Meaning::Field(Field::Employment) && sample.mostly(sample.member_kind) {
        column.meaning = Meaning::Field(Field::MemberKind);
        column.reason = Reason::new("内容是正式/预备", "the values say full or probationary");
        return;
    }
    let doubted = match column.meaning {
        Meaning::Field(field) => is_doubted(field, column.sure, sample),
        Meaning::Extra => true,
        // A serial number is no sex and no phone.
        Meaning::Ignored => sample.mostly(sample.sexes) || sample.mostly(sample.phones),
        Meaning::RollCall | Meaning::LeftOut => false,
    };
    if !doubted {
        if column.meaning == Meaning::Ignored && !column.sure && sample.mostly(sample.long) {
            column.meaning = Meaning::Extra;
            column.reason = Reason::new("不是序号，原样保留", "more than a serial number; kept under its own name");
        }
        return;
    }
    if let Some((field, reason)) = proven(sample) {
        if column.meaning != Meaning::Field(field) {
            column.meaning = Meaning::Field(field);
            column.reason = reason;
            column.sure = false;
        }
        return;
    }
    match column.meaning {
        Meaning::Field(_) if column.sure => column.reason = Reason::new("表头如此，但内容不像", "the header says so, the values do not"),
        Meaning::Field(_) => {
            column.meaning = Meaning::Extra;
            column.reason = Reason::new("表头相近，但内容不像，原样保留", "a similar header, but other values; kept under its own name");
        }
        Meaning::Extra if sample.filled >= 2 && sample.mostly(sample.counting) => {
            column.meaning = Meaning::Ignored;
            column.reason = Reason::new("是顺序号", "it only counts the rows");
        }
        _ => return,
    }
    column.sure = false;
}

/// Check digits prove an ID number.
fn is_id(column: &mut Column, sample: &Sample) -> bool {
    let by_header = column.meaning == Meaning::Field(Field::IdNumber);
    if !(sample.mostly(sample.valid_ids) || by_header && sample.valid_ids * 2 > sample.filled) {
        return false;
    }
    let (valid, all) = (sample.valid_ids, sample.filled);
    column.meaning = Meaning::Field(Field::IdNumber);
    column.reason = Reason::new(
        format!("{}校验位 {valid}/{all} 对", if by_header { "表头；" } else { "" }),
        format!("{}check digits {valid} of {all} right", if by_header { "header; " } else { "" }),
    );
    column.sure = true;
    true
}

/// Whether the values speak against what the header says.
fn is_doubted(field: Field, sure: bool, sample: &Sample) -> bool {
    let other = sample.mostly(sample.phones) || sample.mostly(sample.sexes);
    let fits = match (field, field.shape()) {
        (Field::Certificate | Field::UnitCode, _) => return false,
        (_, Shape::Id) => sample.like_ids,
        (_, Shape::Phone) => sample.phones,
        (_, Shape::Sex) => sample.sexes,
        (Field::Name, _) if !sure => sample.names,
        (Field::Education, _) if !sure => sample.education,
        (_, Shape::Date) if !sure => sample.dates,
        (_, Shape::Text | Shape::Word | Shape::Name) => return other,
        _ => return false,
    };
    if sure { sample.hardly(fits) } else { sample.filled > 0 && fits * 2 < sample.filled }
}

/// What nearly all values are.
fn proven(sample: &Sample) -> Option<(Field, Reason)> {
    let guesses = [
        (Field::Sex, sample.sexes, "内容是男/女", "the values are sexes"),
        (Field::Branch, sample.known_branches, "内容是已知支部的名称", "the values are branches that are known"),
        (Field::Branch, sample.branches, "内容是支部名称", "the values are branches"),
        (Field::Education, sample.education, "内容是学历", "the values are levels of education"),
        (Field::MemberKind, sample.member_kind, "内容是正式/预备", "the values say full or probationary"),
        (Field::Employment, sample.employment, "内容是人员类别", "the values are kinds of employment"),
        (Field::Phone, sample.phones, "内容是电话号码", "the values are phone numbers"),
        (Field::Home, sample.addresses, "内容是地址", "the values are addresses"),
    ];
    let (field, _, zh, en) = guesses.into_iter().find(|(_, count, ..)| sample.mostly(*count))?;
    Some((field, Reason::new(zh, en)))
}
