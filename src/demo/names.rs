//! Names of people and places that nobody bears on purpose: common surnames, given names put
//! together by chance from the characters of a generation.

use super::chance::Chance;
use super::person::Sex;

const SURNAMES: &[(u64, &str)] = &[
    (72, "王"),
    (71, "李"),
    (68, "张"),
    (54, "刘"),
    (45, "陈"),
    (31, "杨"),
    (21, "黄"),
    (21, "赵"),
    (20, "吴"),
    (20, "周"),
    (14, "徐"),
    (13, "孙"),
    (13, "马"),
    (12, "朱"),
    (12, "胡"),
    (12, "郭"),
    (12, "何"),
    (11, "林"),
    (11, "罗"),
    (10, "高"),
    (10, "郑"),
    (10, "梁"),
    (9, "谢"),
    (9, "宋"),
    (8, "唐"),
    (8, "许"),
    (8, "邓"),
    (7, "冯"),
    (7, "韩"),
    (7, "曹"),
    (6, "曾"),
    (6, "彭"),
    (6, "萧"),
    (6, "蔡"),
    (6, "潘"),
    (6, "田"),
    (6, "董"),
    (6, "袁"),
    (6, "于"),
    (6, "余"),
    (5, "叶"),
    (5, "蒋"),
    (5, "杜"),
    (5, "苏"),
    (5, "魏"),
    (5, "程"),
    (5, "吕"),
    (5, "丁"),
    (5, "沈"),
    (5, "任"),
    (4, "姚"),
    (4, "卢"),
    (4, "傅"),
    (4, "钟"),
    (4, "姜"),
    (4, "崔"),
    (4, "谭"),
    (4, "廖"),
    (4, "范"),
    (4, "汪"),
    (1, "欧阳"),
    (1, "司徒"),
    (1, "上官"),
];

const OLDER_MEN: &[&str] = &["根", "福", "金", "银", "水", "生", "荣", "顺", "阿", "松", "寿", "贵", "才", "仁", "宝", "兴", "林", "坤"];
const OLDER_WOMEN: &[&str] = &["秀", "英", "凤", "珍", "兰", "桂", "巧", "娣", "妹", "菊", "素", "云", "惠", "玉", "芬", "琴", "彩", "莲"];
const MIDDLE_MEN: &[&str] = &["建", "勇", "军", "伟", "斌", "春", "卫", "新", "志", "永", "海", "洪", "宏", "良", "祥", "龙", "波", "亮"];
const MIDDLE_WOMEN: &[&str] = &["丽", "红", "燕", "敏", "霞", "萍", "静", "娟", "艳", "梅", "芳", "洁", "琳", "雪", "莉", "蓉", "虹", "群"];
const YOUNGER_MEN: &[&str] = &["浩", "宇", "轩", "俊", "杰", "博", "晨", "睿", "子", "涵", "凯", "航", "辰", "铭", "哲", "皓", "奕", "霖"];
const YOUNGER_WOMEN: &[&str] =
    &["欣", "怡", "婷", "佳", "雨", "思", "梦", "琪", "萱", "诗", "瑶", "悦", "语", "彤", "可", "宁", "菲", "嘉"];

pub fn person(chance: &mut Chance, sex: Sex, age: i64) -> String {
    let given = match (sex, age) {
        (Sex::Male, 65..) => OLDER_MEN,
        (Sex::Female, 65..) => OLDER_WOMEN,
        (Sex::Male, 38..) => MIDDLE_MEN,
        (Sex::Female, 38..) => MIDDLE_WOMEN,
        (Sex::Male, _) => YOUNGER_MEN,
        (Sex::Female, _) => YOUNGER_WOMEN,
    };
    let surname = chance.weighted(SURNAMES);
    let first = chance.pick(given);
    // Two characters more often than one; never the same twice, which reads as a slip.
    match chance.pick(given) {
        second if second == first || chance.in_parts(1, 6) => format!("{surname}{first}"),
        second => format!("{surname}{first}{second}"),
    }
}

const FIRST: &[char] = &[
    '青', '虹', '紫', '翠', '金', '银', '清', '明', '春', '秋', '云', '锦', '玉', '龙', '凤', '鹤', '梅', '兰', '竹', '荷', '桂', '松',
    '柳', '枫', '桃', '杏', '莲', '溪', '江', '湖', '石', '星',
];
const SECOND: &[char] = &[
    '竹', '景', '云', '湾', '河', '桥', '塘', '溪', '园', '亭', '泉', '峰', '岭', '荷', '浦', '洲', '台', '林', '坊', '庭', '池', '堤',
    '渡', '湖', '岸', '港', '田', '井', '丰', '和', '安', '宁',
];
const SIDES: &[&str] = &["", "东", "西", "南", "北", "新", "上", "下", "前", "后"];

/// A place name that no other number gives, up to `FIRST × SECOND × SIDES` of them.
pub fn place(seed: u64, number: u64) -> String {
    let pairs = (FIRST.len() * SECOND.len()) as u64;
    // 405 has no factor in common with the 1,024 pairs, so each is met once before any returns.
    let pair = ((number % pairs) * 405 + seed % pairs) % pairs;
    let side = SIDES[(number / pairs) as usize % SIDES.len()];
    let (first, second) = (pair / SECOND.len() as u64, pair % SECOND.len() as u64);
    format!("{side}{}{}", FIRST[first as usize], SECOND[second as usize])
}

const TRADES: &[(&str, &str)] = &[
    ("纺织有限公司", "company"),
    ("电子厂", "company"),
    ("物流园", "company"),
    ("机械有限公司", "company"),
    ("超市", "company"),
    ("实验小学", "school"),
    ("中学", "school"),
    ("幼儿园", "school"),
    ("卫生服务站", "public"),
    ("供电所", "public"),
    ("银行支行", "public"),
    ("社会工作服务中心", "social"),
];

/// The name and kind of a unit; unlike those of places, its first characters may be met elsewhere.
pub fn unit(seed: u64, number: u64) -> (String, &'static str) {
    let (trade, kind) = TRADES[(number % TRADES.len() as u64) as usize];
    (format!("{}{trade}", place(seed ^ 0x5bd1, number / TRADES.len() as u64)), kind)
}

pub const TOWNS: &[&str] =
    &["上海市闵行区", "江苏省苏州市", "江苏省南京市", "浙江省义乌市", "浙江省杭州市", "广东省深圳市", "安徽省芜湖市", "湖北省武汉市"];
