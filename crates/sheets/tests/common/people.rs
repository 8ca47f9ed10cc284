//! People who do not exist, the same ones in every run, and the shapes in which their dates are typed.

/// What is true of somebody. Dates are days.
#[derive(Clone)]
pub struct Person {
    pub name: &'static str,
    pub sex: &'static str,
    pub id: String,
    pub phone: String,
    pub joined: String,
    /// Nothing while somebody is on probation.
    pub full: Option<String>,
    pub education: &'static str,
    pub employment: &'static str,
    pub unit: &'static str,
    pub home: String,
    pub branch: &'static str,
}

const NAMES: [&str; 28] = [
    "王芳",
    "李建国",
    "张伟",
    "刘洋",
    "陈静",
    "欧阳俊新",
    "司马玉兰",
    "阿依古丽·买买提",
    "买买提·艾力",
    "扎西顿珠",
    "㛃怡",
    "𬌗石",
    "䶮文",
    "吴桂英",
    "赵国庆",
    "周卫红",
    "孙立军",
    "徐秀兰",
    "马小龙",
    "朱永福",
    "胡雪梅",
    "郭志强",
    "何淑珍",
    "高翔",
    "林月娥",
    "罗成",
    "郑家栋",
    "梁美凤",
];
const WOMEN: &str = "芳静玉兰古丽怡桂英卫红秀兰雪梅淑珍月娥美凤";
const EDUCATION: [&str; 6] = ["本科", "大专", "高中", "硕士研究生", "初中", "中专"];
const EMPLOYMENT: [&str; 4] = ["在职", "离退休", "个体经营", "农民"];
const UNITS: [&str; 4] = ["市自来水公司", "红星机械厂", "育才小学", "街道卫生服务中心"];
const DIVISIONS: [&str; 4] = ["370203", "510104", "650102", "440305"];

/// `count` people from the list, `from` the given place, in these branches by turns of `each`.
pub fn people(from: usize, count: usize, branches: &[&'static str]) -> Vec<Person> {
    let each = count.div_ceil(branches.len());
    (0..count).map(|at| person(from + at, branches[at / each])).collect()
}

fn person(seed: usize, branch: &'static str) -> Person {
    let name = NAMES[seed % NAMES.len()];
    let woman = name.chars().last().is_some_and(|last| WOMEN.contains(last)) || name.starts_with("阿依古丽");
    let on_probation = seed % 9 == 4;
    let born = if on_probation { 1985 + seed % 17 } else { 1938 + seed * 7 % 60 };
    let (month, day) = (1 + seed * 5 % 12, 1 + seed * 11 % 28);
    let serial = 2 * (seed * 37 % 450) + usize::from(!woman);
    let joined = if on_probation { 2026 } else { born + 23 };
    let joined_month = if on_probation { 1 + seed % 6 } else { 1 + seed * 7 % 12 };
    Person {
        name,
        sex: if woman { "女" } else { "男" },
        id: with_check(&format!("{}{born}{month:02}{day:02}{serial:03}", DIVISIONS[seed % 4])),
        phone: format!("13{}{:08}", [9, 8, 7, 6][seed % 4], 10_203_040 + seed * 7_654_321 % 80_000_000),
        joined: format!("{joined}-{joined_month:02}-{:02}", 1 + seed * 13 % 28),
        full: (!on_probation).then(|| format!("{}-{joined_month:02}-{:02}", joined + 1, 1 + seed * 13 % 28)),
        education: EDUCATION[seed % 6],
        employment: EMPLOYMENT[seed % 4],
        unit: UNITS[seed % 4],
        home: format!("幸福里{}号楼{}单元{}02室", 1 + seed % 20, 1 + seed % 3, 1 + seed % 6),
        branch,
    }
}

pub fn with_check(front: &str) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = front.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{front}{}", ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize])
}

impl Person {
    pub fn birth(&self) -> String {
        format!("{}-{}-{}", &self.id[6..10], &self.id[10..12], &self.id[12..14])
    }

    /// The number of fifteen digits this person had before 1999.
    pub fn old_id(&self) -> String {
        format!("{}{}", &self.id[..6], &self.id[8..17])
    }

    /// The day of becoming full in a shape, or the word for those on probation.
    pub fn full(&self, shape: impl Fn(&str) -> String, otherwise: &str) -> String {
        self.full.as_deref().map_or(otherwise.into(), shape)
    }
}

/// The parts of a day without leading zeros.
fn parts(day: &str) -> (u32, u32, u32) {
    let mut numbers = day.split('-').map(|part| part.parse().expect("a number"));
    let mut next = || numbers.next().expect("three parts");
    (next(), next(), next())
}

/// Every shape in which a day is typed, by name.
pub fn typed(shape: &str, day: &str) -> String {
    let (y, m, d) = parts(day);
    match shape {
        "1985.07" => format!("{y}.{m:02}"),
        "1985年7月" => format!("{y}年{m}月"),
        "1985.7" => format!("{y}.{m}"),
        "1985-07" => format!("{y}-{m:02}"),
        "1985.7-" => format!("{y}.{m}-"),
        "1985" => format!("{y}"),
        "1985年7月1日" => format!("{y}年{m}月{d}日"),
        "1985年07月01日" => format!("{y}年{m:02}月{d:02}日"),
        "85.7.1" => format!("{:02}.{m}.{d}", y % 100),
        "1985.7.1" => format!("{y}.{m}.{d}"),
        "1985.07.01" => format!("{y}.{m:02}.{d:02}"),
        "19850701" => format!("{y}{m:02}{d:02}"),
        "#19850701" => format!("#{y}{m:02}{d:02}"),
        "1985/7/1" => format!("{y}/{m}/{d}"),
        "1985/7/1 0:00" => format!("{y}/{m}/{d} 0:00"),
        "1985-07-01" => day.into(),
        "1985-07-01 00:00:00" => format!("{day} 00:00:00"),
        "１９８５．７．１" => wide(&format!("{y}.{m}.{d}")),
        "@" => format!("@{day}"),
        "~" => format!("~{day}"),
        "serial" => format!("#{}", serial(y, m, d)),
        other => panic!("no shape {other}"),
    }
}

/// A day as a workbook counts it.
fn serial(year: u32, month: u32, day: u32) -> u32 {
    let leap = |year: u32| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let years: u32 = (1900..year).map(|year| if leap(year) { 366 } else { 365 }).sum();
    let before: u32 = months[..month as usize - 1].iter().sum();
    years + before + u32::from(leap(year) && month > 2) + day + 1
}

/// Digits and signs in full width.
pub fn wide(text: &str) -> String {
    text.chars().map(|letter| char::from_u32(letter as u32 + 0xfee0).filter(|_| letter.is_ascii_graphic()).unwrap_or(letter)).collect()
}

/// The month of a day.
pub fn month(day: &str) -> String {
    day[..7].into()
}
