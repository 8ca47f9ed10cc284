//! What the ledger's words are called: employment, education, sex, and what waits for a decision.

use kernel::{Text, t};

/// The employments that the ledger knows; a workbook may bring others, which stay as written.
pub const EMPLOYMENTS: [(&str, &str); 7] = [
    ("在职", "In service"),
    ("离退休", "Retired"),
    ("农民", "Farmer"),
    ("未就业", "Not employed"),
    ("学生", "Student"),
    ("个体经营", "Self-employed"),
    ("流动", "Floating"),
];

pub const EDUCATIONS: [(&str, &str); 8] = [
    ("博士研究生", "Doctorate"),
    ("硕士研究生", "Master’s degree"),
    ("本科", "Bachelor’s degree"),
    ("大专", "College"),
    ("中专", "Vocational school"),
    ("高中", "Senior high school"),
    ("初中", "Junior high school"),
    ("小学", "Primary school"),
];

pub const SEXES: [(&str, &str); 2] = [("男", "Male"), ("女", "Female")];

/// A word of the ledger in the reader's language; one that is not known stays as it was written.
pub fn word(text: &str) -> &str {
    let known = EMPLOYMENTS.iter().chain(&EDUCATIONS).chain(&SEXES).find(|w| w.0 == text);
    known.map_or(text, |w| t(w.0, w.1))
}

/// What is wrong, and what somebody can do about it. `None` for a flag that this version does not know.
pub fn flag(code: &str) -> Option<(Text, Text)> {
    let (wrong, todo) = match code {
        "id_checksum" => (
            ("身份证号最后一位不对", "The ID number’s check digit is wrong"),
            ("对照身份证原件重新录入", "Type it again from the card itself"),
        ),
        "id_precision_lost" => (
            ("身份证号在表格里被存成数字，末几位丢了", "A workbook turned the ID number into a number and lost its last digits"),
            ("对照身份证原件重新录入", "Type it again from the card itself"),
        ),
        "id_missing" => (("没有身份证号", "There is no ID number"), ("请本人提供后补录", "Ask the member and add it")),
        "id_malformed" => (
            ("身份证号位数或字符不对", "The ID number has the wrong length or characters"),
            ("对照身份证原件重新录入", "Type it again from the card itself"),
        ),
        "id_birth" => (
            ("身份证号里的出生日期不存在", "The birth date within the ID number cannot be"),
            ("对照身份证原件重新录入", "Type it again from the card itself"),
        ),
        "id_old" => (
            ("是 15 位旧身份证号", "It is an old ID number of 15 digits"),
            ("按现用身份证录入 18 位号码", "Type the 18 digits of the present card"),
        ),
        "id_twice" => (
            ("台账里还有人是同一个身份证号", "Somebody else in the ledger has the same ID number"),
            ("核对两人是否为同一人", "Find out whether both are one person"),
        ),
        "sex_disagrees" => (
            ("性别与身份证号不一致", "Sex and ID number disagree"),
            ("核对后改正其中一项", "Find out which is right and correct the other"),
        ),
        "sex_unreadable" => (("性别看不懂", "The sex cannot be read"), ("填写性别", "Fill in the sex")),
        "birth_disagrees" => (
            ("出生日期与身份证号不一致", "Birth date and ID number disagree"),
            ("核对后改正其中一项", "Find out which is right and correct the other"),
        ),
        "date_impossible" => (("有一个日期不存在", "One of the dates cannot be"), ("补上正确的日期", "Fill in the right date")),
        "date_unreadable" => (("有一个日期看不懂", "One of the dates cannot be read"), ("补上正确的日期", "Fill in the right date")),
        "date_future" => (("有一个日期在今天之后", "One of the dates lies in the future"), ("补上正确的日期", "Fill in the right date")),
        "date_unclear" => {
            (("有一个月份可能是 1 月，也可能是 10 月", "A month may be January or October"), ("核对月份", "Find out which month it is"))
        }
        "date_order" => (("转正日期早于入党日期", "Became a full member before joining"), ("核对两个日期", "Compare both dates")),
        "joined_young" => (
            ("入党时不满规定年龄", "Joined younger than the Constitution allows"),
            ("核对出生和入党日期", "Compare the dates of birth and joining"),
        ),
        "phone_malformed" => {
            (("电话号码不完整或有误", "The phone number is incomplete or wrong"), ("问清号码后补录", "Ask for the number and fill it in"))
        }
        "name_unreadable" => (("姓名看不懂", "The name cannot be read"), ("填写姓名", "Fill in the name")),
        "match_doubtful" => (
            ("可能与台账里另一人是同一人", "May be the same person as another in the ledger"),
            ("核对两人是否为同一人", "Find out whether both are one person"),
        ),
        _ => return None,
    };
    Some((Text::fixed(wrong.0, wrong.1), Text::fixed(todo.0, todo.1)))
}

/// The facts' names, for the timeline and for what is shown with a reason.
pub fn fact(name: &str) -> &str {
    match name {
        "name" => t("姓名", "Name"),
        "sex" => t("性别", "Sex"),
        "birth" => t("出生日期", "Born"),
        "id_no" => t("公民身份号码", "ID number"),
        "phone" => t("手机", "Phone"),
        "education" => t("学历", "Education"),
        "joined" => t("入党日期", "Joined"),
        "became_full" => t("转正日期", "Became full member"),
        "probationary" => t("正式或预备", "Full or probationary"),
        "employment" => t("人员类别", "Employment"),
        "unit" => t("工作单位", "Unit"),
        "home" => t("家庭住址", "Home address"),
        "lives_at" => t("现住", "Lives at"),
        "last_contact" => t("最近联系", "Last contact"),
        "flags" => t("待核实", "To be decided"),
        "extra" => t("附加信息", "Other columns"),
        "organisation" => t("所在党组织", "Organisation"),
        "destination" => t("流向", "Destination"),
        "reason" => t("外出原因", "Reason"),
        "since" => t("外出时间", "Away since"),
        "certificate" => t("流动党员活动证", "Floating member’s certificate"),
        "contact_person" => t("联系人", "Contact person"),
        "householder" => t("户主", "Householder"),
        "former_home" => t("原住址", "Former home"),
        "card_lives_at" => t("过渡期住址", "Lives meanwhile at"),
        "housing" => t("居住条件", "Housing"),
        "contact" => t("联系方式", "How to reach"),
        "family" => t("家庭情况", "Family"),
        "work" => t("就业状况", "Work"),
        "studies_at_home" => t("愿回原支部学习", "Studies with the home branch"),
        "health" => t("身体状况", "Health"),
        "confirmed_on" => t("核对日期", "Confirmed on"),
        "note" => t("联系记录", "Note of a contact"),
        "wish" => t("请求更正的内容", "What the member asks for"),
        "declared" => t("登记的情况", "What was entered"),
        "explanation" => t("为什么没告知到", "Why they could not be told"),
        "relief" => t("党费减免的原因", "Reason of a relief of dues"),
        "" | "other" => t("其他", "Something else"),
        other => other.strip_prefix(super::reveal::EXTRA).unwrap_or(other),
    }
}
