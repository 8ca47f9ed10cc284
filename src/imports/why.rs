//! Why a row waits for somebody, in words that are stored and in sentences that are read.

use super::dues::Other;
use super::row::BESIDE;
use crate::dues::Fen;
use kernel::{Id, say, t};
use std::{fmt, str::FromStr};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Cells are doubtful; the flags say which.
    Doubtful(Vec<String>),
    BranchUnknown(String),
    /// The same proved ID number in an earlier row of the import.
    Twice {
        other_name: bool,
        at: (usize, usize, u32),
    },
    OtherName,
    /// Words for what both have in common besides the name.
    Perhaps(String),
    Moved {
        from: String,
        to: String,
    },
    Elsewhere,
    ParentUnknown(String),
    OrgElsewhere(String),
    /// Nobody of the ledger is meant for sure.
    NoMember,
    NameMissing,
    /// A row of a roll-call may mean each of these members.
    Namesakes(Vec<Id>),
    /// Cells of a roll-call whose mark nobody can read.
    MarksUnread(Vec<String>),
    /// A roll-call of a day to come.
    LiesAhead(String),
    /// Nothing is wrong with it; somebody wants it left out.
    LeftOut,
    /// What it changed was taken back, as somebody wanted.
    TakenBack,
    /// Months of dues that are paid in the ledger, by another amount.
    OtherAmount(Vec<Other>),
    /// Dues were paid, nobody can tell for which months; whether the row says up to which.
    DuesUnclear(bool),
    /// Of a list of households: nobody of the ledger, hence nobody we keep anything about.
    Resident,
    /// A unit that stands with another organisation.
    UnitElsewhere,
    /// The same credit code under this name.
    UnitRenamed(String),
    /// The same name with this credit code.
    OtherCode(String),
    /// Somebody who reported in at another community.
    ReportedElsewhere,
    /// The same person in an earlier row of the import, by name and phone or unit.
    Again((usize, usize, u32)),
    /// A unit handed the file in; the row names this other one, or is none of its people.
    OtherUnit(String),
    /// The same need was answered; this is when it was asked.
    AskedBefore(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Doubtful(flags) => write!(f, "doubtful {}", flags.join(" ")),
            Why::BranchUnknown(name) => write!(f, "branch_unknown {name}"),
            Why::Twice { other_name, at: (file, sheet, line) } => {
                write!(f, "{} {file} {sheet} {line}", if *other_name { "twice_other_name" } else { "twice" })
            }
            Why::OtherName => write!(f, "other_name"),
            Why::Perhaps(common) => write!(f, "perhaps {common}"),
            Why::Moved { from, to } => write!(f, "moved {from} {to}"),
            Why::Elsewhere => write!(f, "elsewhere"),
            Why::ParentUnknown(name) => write!(f, "parent_unknown {name}"),
            Why::OrgElsewhere(above) => write!(f, "org_elsewhere {above}"),
            Why::NoMember => write!(f, "no_member"),
            Why::NameMissing => write!(f, "name_missing"),
            Why::Namesakes(ids) => write!(f, "namesakes {}", ids.iter().map(Id::to_string).collect::<Vec<_>>().join(" ")),
            Why::MarksUnread(cells) => write!(f, "marks_unread {}", cells.join(" ")),
            Why::LiesAhead(day) => write!(f, "lies_ahead {day}"),
            Why::LeftOut => write!(f, "left_out"),
            Why::TakenBack => write!(f, "taken_back"),
            Why::OtherAmount(months) => {
                let fen = |fen: Option<Fen>| fen.map_or("-".into(), |f| f.0.to_string());
                let told = months.iter().map(|o| format!("{}:{}:{}", o.month, fen(o.ledger), fen(o.sheet)));
                write!(f, "other_amount {}", told.collect::<Vec<_>>().join(" "))
            }
            Why::DuesUnclear(until) => write!(f, "dues_unclear {}", if *until { "until" } else { "" }),
            Why::Resident => write!(f, "resident"),
            Why::UnitElsewhere | Why::ReportedElsewhere => write!(f, "{}", self.code()),
            Why::UnitRenamed(text) | Why::OtherCode(text) | Why::AskedBefore(text) | Why::OtherUnit(text) => {
                write!(f, "{} {text}", self.code())
            }
            Why::Again((file, sheet, line)) => write!(f, "again {file} {sheet} {line}"),
        }
    }
}

impl FromStr for Why {
    type Err = ();

    fn from_str(text: &str) -> Result<Why, ()> {
        let (code, rest) = text.split_once(' ').unwrap_or((text, ""));
        let place = || {
            let mut parts = rest.split(' ');
            Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
        };
        Ok(match code {
            "doubtful" => Why::Doubtful(rest.split_whitespace().map(str::to_owned).collect()),
            "branch_unknown" => Why::BranchUnknown(rest.into()),
            "twice" | "twice_other_name" => Why::Twice { other_name: code != "twice", at: place().ok_or(())? },
            "other_name" => Why::OtherName,
            "perhaps" => Why::Perhaps(rest.into()),
            "moved" => {
                let (from, to) = rest.rsplit_once(' ').unwrap_or(("", rest));
                Why::Moved { from: from.into(), to: to.into() }
            }
            "elsewhere" => Why::Elsewhere,
            "parent_unknown" => Why::ParentUnknown(rest.into()),
            "org_elsewhere" => Why::OrgElsewhere(rest.into()),
            "no_member" => Why::NoMember,
            "name_missing" => Why::NameMissing,
            "namesakes" => Why::Namesakes(rest.split_whitespace().filter_map(|id| id.parse().ok()).collect()),
            "marks_unread" => Why::MarksUnread(rest.split_whitespace().map(str::to_owned).collect()),
            "lies_ahead" => Why::LiesAhead(rest.into()),
            "left_out" => Why::LeftOut,
            "taken_back" => Why::TakenBack,
            "other_amount" => Why::OtherAmount(rest.split_whitespace().map(other).collect::<Option<_>>().ok_or(())?),
            "dues_unclear" => Why::DuesUnclear(rest == "until"),
            "resident" => Why::Resident,
            "unit_elsewhere" => Why::UnitElsewhere,
            "unit_renamed" => Why::UnitRenamed(rest.into()),
            "other_code" => Why::OtherCode(rest.into()),
            "reported_elsewhere" => Why::ReportedElsewhere,
            "again" => Why::Again(place().ok_or(())?),
            "asked_before" => Why::AskedBefore(rest.into()),
            "other_unit" => Why::OtherUnit(rest.into()),
            _ => return Err(()),
        })
    }
}

impl Why {
    pub fn code(&self) -> &'static str {
        match self {
            Why::Doubtful(_) => "doubtful",
            Why::BranchUnknown(_) => "branch_unknown",
            Why::Twice { other_name: false, .. } => "twice",
            Why::Twice { .. } => "twice_other_name",
            Why::OtherName => "other_name",
            Why::Perhaps(_) => "perhaps",
            Why::Moved { .. } => "moved",
            Why::Elsewhere => "elsewhere",
            Why::ParentUnknown(_) => "parent_unknown",
            Why::OrgElsewhere(_) => "org_elsewhere",
            Why::NoMember => "no_member",
            Why::NameMissing => "name_missing",
            Why::Namesakes(_) => "namesakes",
            Why::MarksUnread(_) => "marks_unread",
            Why::LiesAhead(_) => "lies_ahead",
            Why::LeftOut => "left_out",
            Why::TakenBack => "taken_back",
            Why::OtherAmount(_) => "other_amount",
            Why::DuesUnclear(_) => "dues_unclear",
            Why::Resident => "resident",
            Why::UnitElsewhere => "unit_elsewhere",
            Why::UnitRenamed(_) => "unit_renamed",
            Why::OtherCode(_) => "other_code",
            Why::ReportedElsewhere => "reported_elsewhere",
            Why::Again(_) => "again",
            Why::AskedBefore(_) => "asked_before",
            Why::OtherUnit(_) => "other_unit",
        }
    }

    /// What can be chosen: the word that is sent, and what it says. The first is the safe default.
    pub fn choices(&self) -> Vec<(&'static str, &'static str)> {
        let leave = ("leave", t("这行先不收", "Leave this row out"));
        let edit = ("edit", t("我来改", "I correct it"));
        let same = ("same", t("是同一人，更新", "The same person: update"));
        let two = ("two", t("是两个人", "Two persons"));
        match self {
            Why::Doubtful(_) => vec![("flag", t("收下并标记待核实", "Take in and flag")), edit, leave],
            Why::Twice { .. } => vec![leave, same, two],
            Why::OtherName => vec![leave, same],
            Why::Perhaps(_) => vec![leave, same, two],
            Why::Moved { .. } => vec![
                leave,
                ("move", t("转到表里写的组织", "Move to where the sheet says")),
                ("stay", t("组织不变，其余更新", "Stay, update the rest")),
            ],
            Why::OrgElsewhere(_) => vec![leave, ("stay", t("上级不变，其余更新", "Keep its place, update the rest"))],
            Why::NoMember => vec![leave, edit],
            Why::MarksUnread(_) => vec![("rest", t("其余格子收下", "Take the other cells in")), leave],
            Why::LeftOut => vec![leave, ("take", t("还是收下", "Take it in after all"))],
            Why::TakenBack => vec![leave, same, two],
            Why::OtherAmount(_) => vec![
                ("stay", t("这些月份不动，其余收下", "Keep these months, take the rest in")),
                ("sheet", t("按表里的改", "As the sheet says")),
                leave,
            ],
            Why::DuesUnclear(true) => vec![
                leave,
                ("ticks", t("登记到这个月，不写金额", "Enter the months, without amounts")),
                ("rest", t("只收基数和应交", "Take the base and the dues only")),
            ],
            Why::DuesUnclear(false) => vec![leave, ("rest", t("只收基数和应交", "Take the base and the dues only"))],
            Why::Namesakes(_) | Why::LiesAhead(_) | Why::Resident | Why::OtherUnit(_) | Why::UnitElsewhere | Why::ReportedElsewhere => {
                vec![leave]
            }
            Why::Again(_) => vec![leave, same, two],
            Why::UnitRenamed(_) | Why::OtherCode(_) => vec![leave, ("same", t("是同一家，更新", "The same unit: update"))],
            Why::AskedBefore(_) => vec![leave, ("two", t("是新的一条，收下", "Asked anew: take it in"))],
            Why::BranchUnknown(_) | Why::Elsewhere | Why::ParentUnknown(_) | Why::NameMissing => vec![leave],
        }
    }

    /// `place` tells where another row stands, in words.
    pub fn sentence(&self, place: impl Fn((usize, usize, u32)) -> String) -> String {
        let place = |(file, sheet, line): (usize, usize, u32)| place((file, sheet, line % BESIDE));
        match self {
            Why::Doubtful(flags) => flags.iter().map(|f| flag_name(f)).collect::<Vec<_>>().join(t("；", "; ")),
            Why::BranchUnknown(name) if name.is_empty() => t("没有写明党支部", "No branch is named").into(),
            Why::BranchUnknown(name) => say!("组织树里没有“{name}”", "The tree has no “{name}”"),
            Why::Twice { other_name: false, at } => {
                say!("身份证号与{}相同，内容有出入", "The ID number stands in {} too, with other facts", place(*at))
            }
            Why::Twice { at, .. } => say!("身份证号与{}相同，姓名不同", "The ID number stands in {} too, under another name", place(*at)),
            Why::OtherName => t("台账里这个身份证号是另一个姓名", "In the ledger this ID number has another name").into(),
            Why::Perhaps(common) => {
                say!("与台账里的同名党员可能是同一人（{}相同）", "Perhaps the member of this name in the ledger (same {})", words(common))
            }
            Why::Moved { from, to } => say!("台账里在“{from}”，表里在“{to}”", "In “{from}” in the ledger, in “{to}” in the sheet"),
            Why::Elsewhere => t(
                "这个身份证号已在别的党组织登记，请联系街道核对组织关系",
                "This ID number is known in another organisation; ask the street about the membership",
            )
            .into(),
            Why::ParentUnknown(name) => say!("组织树里没有上级“{name}”", "The tree has no “{name}” to stand below"),
            Why::OrgElsewhere(above) => say!("组织树里它在“{above}”下面", "In the tree it stands below “{above}”"),
            Why::NoMember => t("台账里找不到这名党员", "Nobody in the ledger is meant for sure").into(),
            Why::NameMissing => t("没有姓名或名称，不能收", "Without a name it cannot be taken in").into(),
            Why::Namesakes(ids) if ids.len() > 1 => {
                say!("这个支部同名 {} 人，请指定", "{} people of this name in the branch; say which", ids.len())
            }
            Why::Namesakes(_) => t("表里有两行是这个姓名，请指定", "Two rows of the sheet have this name; say who is meant").into(),
            Why::MarksUnread(cells) => say!("{} 的记号看不懂", "The marks in {} cannot be read", cells.join(t("、", ", "))),
            Why::LeftOut => t("有人决定这行不收", "Somebody left this row out").into(),
            Why::TakenBack => t("这行改动的已经拿回", "What this row changed was taken back").into(),
            Why::UnitElsewhere => {
                t("这家单位登记在别的组织名下，请联系街道", "This unit stands with another organisation; ask the street").into()
            }
            Why::UnitRenamed(name) => say!("登记里这个信用代码是“{name}”", "In the register this credit code is “{name}”"),
            Why::OtherCode(code) => say!("登记里这家单位的信用代码是 {code}", "In the register this unit has the credit code {code}"),
            Why::ReportedElsewhere => {
                t("这个身份证号已在别的社区报到，请联系街道", "This ID number has reported in at another community; ask the street").into()
            }
            Why::Again(at) => say!("与{}可能是同一人，内容有出入", "Perhaps the person of {}, with other facts", place(*at)),
            Why::AskedBefore(day) => say!("{day} 提出过同样的需求，已经办结", "The same need was asked on {day} and is closed"),
            Why::LiesAhead(day) => say!("{day} 还没到，不能有签到", "{day} lies ahead; nobody can have been called"),
            Why::OtherAmount(months) => months.iter().map(told).collect::<Vec<_>>().join(t("；", "; ")),
            Why::DuesUnclear(true) => t("实交金额与月应交、交至月份对不上", "The amount paid goes with no number of months").into(),
            Why::DuesUnclear(false) => t("没有写明交的是哪个月", "No month is named for what was paid").into(),
            Why::OtherUnit(unit) if unit.is_empty() => t(
                "不是单位的在职党员名册；由单位报来的只收本单位的人",
                "No roster of members in service; from a unit only its own people are taken",
            )
            .into(),
            Why::OtherUnit(unit) => say!("写的单位是“{unit}”，请那家单位报", "It names the unit “{unit}”; that unit hands it in"),
            Why::Resident => t("不是台账里的党员；居民的信息不收", "Nobody of the ledger; nothing is kept about residents").into(),
        }
    }
}

/// `2026-03:2500:-`, as it is stored.
fn other(text: &str) -> Option<Other> {
    let mut parts = text.split(':');
    let month = parts.next()?.parse().ok()?;
    let mut fen = || parts.next()?.parse().ok().map(Fen);
    Some(Other { month, ledger: fen(), sheet: fen() })
}

fn told(o: &Other) -> String {
    let month = o.month.name();
    let ledger = o.ledger.map_or_else(|| t("已交", "paid").to_owned(), |f| say!("{f} 元", "{f} yuan"));
    let sheet = o.sheet.map_or_else(|| t("未交", "not paid").to_owned(), |f| say!("{f} 元", "{f} yuan"));
    say!("{month}台账里 {ledger}，表里 {sheet}", "{month}: {ledger} in the ledger, {sheet} in the sheet")
}

fn words(common: &str) -> String {
    let name = |word: &str| match word {
        "birth" => t("出生日期", "birth date"),
        "phone" => t("电话", "phone"),
        "unit" => t("单位", "unit"),
        _ => t("支部", "branch"),
    };
    common.split(' ').map(name).collect::<Vec<_>>().join(t("、", ", "))
}

/// What a flag of a member says.
pub fn flag_name(flag: &str) -> String {
    let known = match flag {
        "id_checksum" => t("身份证号校验位不符", "the ID number's check digit does not fit"),
        "id_precision_lost" => t("身份证号末几位丢失", "the ID number lost its last digits"),
        "id_missing" => t("没有身份证号", "no ID number"),
        "id_malformed" => t("身份证号位数或字符不对", "the ID number has the wrong length or characters"),
        "id_birth" => t("身份证号里的出生日期不存在", "the birth date in the ID number cannot be"),
        "id_old" => t("15 位旧身份证号", "an old ID number of 15 digits"),
        "id_future" => t("身份证号里的出生日期在今天之后", "the birth date in the ID number lies ahead"),
        "sex_disagrees" => t("性别与身份证号不一致", "sex and ID number disagree"),
        "sex_unreadable" => t("性别看不懂", "the sex cannot be read"),
        "birth_disagrees" => t("出生日期与身份证号不一致", "birth date and ID number disagree"),
        "birth_too_old" => t("年龄大得不可信", "an age that is not believable"),
        "joined_too_young" => t("入党时不到规定年龄", "joined below the least age"),
        "full_too_early" => t("转正早于预备期满", "a full member before probation ended"),
        "date_order" => t("转正日期早于入党日期", "a full member before joining"),
        "phone_malformed" => t("电话号码不完整或有误", "the phone number is incomplete or wrong"),
        "name_unreadable" => t("姓名看不懂", "the name cannot be read"),
        "id_twice" => t("还有人是同一个身份证号", "somebody else has the same ID number"),
        "person_twice" => {
            t("同名同电话、或同名同单位的人已经登记", "somebody of this name and phone, or name and unit, is entered already")
        }
        "code_check" => t("信用代码与校验位不符", "the credit code does not fit its check character"),
        "code_malformed" => t("信用代码位数或字符不对", "the credit code has the wrong length or characters"),
        "number_unreadable" => t("应为数字", "not a number"),
        _ => "",
    };
    if !known.is_empty() {
        return known.into();
    }
    let (fact, what) = flag.rsplit_once('_').unwrap_or((flag, ""));
    let what = match what {
        "impossible" => t("日期不存在", "a date that cannot be"),
        "unreadable" => t("看不出是哪一天", "not a date"),
        "future" => t("日期在今天之后", "a date that lies ahead"),
        "unclear" => t("月份不清", "an unclear month"),
        _ => return flag.into(),
    };
    format!("{}{}{what}", fact_name(fact), t("：", ": "))
}

/// What a fact of the ledger is called.
pub fn fact_name(fact: &str) -> &str {
    match fact {
        "name" => t("姓名", "name"),
        "sex" => t("性别", "sex"),
        "birth" => t("出生日期", "birth date"),
        "id_no" => t("身份证号", "ID number"),
        "phone" => t("电话", "phone"),
        "education" => t("学历", "education"),
        "joined" => t("入党日期", "joined"),
        "became_full" => t("转正日期", "became full"),
        "probationary" => t("预备党员", "probationary"),
        "employment" => t("人员类别", "employment"),
        "unit" => t("工作单位", "unit"),
        "home" => t("家庭住址", "home"),
        "lives_at" => t("现居住地", "lives at"),
        "last_contact" => t("最近联系", "last contact"),
        "flags" => t("待核实", "flags"),
        "extra" => t("附加信息", "other facts"),
        "organisation" => t("所在支部", "branch"),
        "kind" => t("类别", "kind"),
        "secretary" => t("书记", "secretary"),
        "founded" => t("成立时间", "founded"),
        "elected" => t("换届时间", "elected"),
        "destination" => t("流动去向", "where to"),
        "reason" => t("外出原因", "why away"),
        "since" => t("外出时间", "since"),
        "certificate" => t("活动证", "certificate"),
        "contact_person" => t("联系人", "contact person"),
        "confirmed_on" => t("核对日期", "confirmed on"),
        "householder" => t("户主", "head of household"),
        "former_home" => t("原住址", "former home"),
        "housing" => t("居住条件", "housing"),
        "contact" => t("联系方式", "contact"),
        "family" => t("家庭情况", "family"),
        "work" => t("就业", "work"),
        "studies_at_home" => t("回原支部学习", "comes back to study"),
        "health" => t("身体状况", "health"),
        "dues_base" => t("缴费基数", "base of dues"),
        "dues_due" => t("月应交", "dues of a month"),
        "code" => t("信用代码", "credit code"),
        "unit_kind" => t("单位性质", "kind of unit"),
        "unit_new" => t("单位登记里没有，随名册新建", "its unit is not known and comes into the register"),
        "address" => t("地址", "address"),
        "party_org" => t("所属党组织", "Party organisation"),
        "skills" => t("特长", "skills"),
        "available" => t("可服务时间", "free"),
        "post_wish" => t("岗位意向", "post wished for"),
        "reported_on" => t("报到日期", "reported in on"),
        "community" => t("报到社区", "community"),
        other => other,
    }
}
