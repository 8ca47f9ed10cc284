//! The menu: every page that stands in it, in sections and families. The side shows the first page of a family
//! that somebody may open; its pages stand above each of them. What lies below one has its own way back.

use kernel::{Frame, t};

pub struct Section {
    pub title: &'static str,
    pub links: Vec<Link>,
}

pub struct Link {
    pub url: &'static str,
    pub title: &'static str,
    pub here: bool,
}

/// Address, name, permission.
type Entry = (&'static str, &'static str, &'static str);
/// Pages about one thing, the usual one first.
type Family = Vec<Entry>;

#[rustfmt::skip]
fn sections() -> [(&'static str, Vec<Family>); 7] {
    [
        ("", vec![vec![("/", t("工作台", "Workbench"), "workbench.view")]]),
        (t("人", "People"), vec![
            vec![
                ("/members", t("党员台账", "Member ledger"), "people.view"),
                ("/categories", t("党员分类", "Categories"), "categories.view"),
            ],
            vec![("/contacts", t("联系与谈心", "Contacts and talks"), "people.view")],
            vec![("/dues", t("党费", "Dues"), "dues.view")],
            vec![("/imports", t("导入", "Import"), "imports.view")],
            vec![("/forms", t("填表", "Forms"), "forms.fill")],
        ]),
        (t("服务", "Service"), vec![
            vec![
                ("/report-ins", t("在职党员报到", "Reported in"), "report_in.view"),
                ("/skills", t("特长清单", "Skills"), "skills.view"),
                ("/away", t("为什么没来", "Why people stay away"), "away.view"),
            ],
            vec![
                ("/units", t("单位", "Units"), "units.view"),
                ("/letters", t("给单位的函", "Letters to units"), "letters.view"),
                ("/joint-rules", t("双管共管", "Joint rules"), "joint_rules.view"),
                ("/reviews", t("年度回顾", "Reviews of a year"), "reviews.view"),
            ],
            vec![("/needs", t("居民需求", "Needs"), "needs.view")],
            vec![
                ("/posts", t("岗位", "Posts"), "posts.view"),
                ("/matching", t("匹配", "Matching"), "offers.view"),
                ("/offers", t("征询", "Offers"), "offers.view"),
                ("/commitments", t("承诺", "Promises"), "commitments.view"),
                ("/teams", t("编组", "Teams"), "posts.view"),
            ],
            vec![
                ("/service", t("服务记录", "Service"), "service.view"),
                ("/service-points", t("服务积分", "Points for service"), "service.view"),
                ("/certificates", t("服务证明", "Certificates"), "service.view"),
            ],
            vec![
                ("/venues", t("场地", "Venues"), "venues.view"),
                ("/open-days", t("单位开放日", "Open days"), "venues.view"),
            ],
        ]),
        (t("本单位", "Our unit"), vec![
            vec![("/unit", t("本月计划", "This month's plan"), "units.follow")],
            vec![("/unit/letters", t("社区来函", "Letters to us"), "units.own")],
            vec![("/unit/meetings", t("联席会议", "Joint meetings"), "units.own")],
            vec![("/unit/people", t("报到的党员", "Our members"), "units.own")],
            vec![("/unit/rosters", t("交名册", "Hand in a roster"), "units.own")],
            vec![("/unit/link", t("报到链接", "Link to report in"), "units.own")],
        ]),
        (t("组织", "Organisation"), vec![
            vec![
                ("/orgs", t("组织树", "Organisations"), "orgs.view"),
                ("/places", t("地点", "Places"), "places.view"),
            ],
            vec![
                ("/ebranch", t("网上支部", "E-branch"), "ebranch.view"),
                ("/consents", t("公示里的同意", "Consents"), "publicity.decide"),
            ],
        ]),
        (t("事", "Work"), vec![
            vec![("/plan", t("本月计划", "This month's plan"), "activities.view")],
            vec![("/calendar", t("日程与活动", "Calendar"), "activities.view")],
            vec![("/rounds", t("上门走访", "Visit rounds"), "rounds.view")],
            vec![("/notices", t("通知", "Notices"), "notices.view")],
            vec![
                ("/closings", t("月结", "Month close"), "closing.view"),
                ("/bulletins", t("通报", "Bulletins"), "closing.view"),
            ],
            vec![("/difficulties", t("八难指标", "Eight difficulties"), "difficulties.view")],
        ]),
        (t("系统", "System"), vec![
            vec![("/rules", t("规则", "Rule book"), "rules.view")],
            vec![
                ("/accounts", t("账号", "Accounts"), "accounts.manage"),
                ("/audit", t("审计日志", "Audit log"), "audit.view"),
            ],
            vec![("/settings", t("设置", "Settings"), "settings.edit")],
        ]),
    ]
}

/// What somebody may open: the sections of the side, and the family of which this is a page, where it has more
/// than one.
pub fn menu(frame: &Frame) -> (Vec<Section>, Vec<Link>) {
    let may =
        |entry: &Entry| frame.house.allows(frame.actor, entry.2) && frame.house.routes.table.iter().any(|route| route.path == entry.0);
    let open = |family: Family| family.into_iter().filter(may).collect::<Family>();
    let all = sections()
        .map(|(title, families)| (title, families.into_iter().map(open).filter(|family| !family.is_empty()).collect::<Vec<Family>>()));
    let entries = all.iter().flat_map(|(_, families)| families).flatten();
    let here = entries.map(|entry| entry.0).filter(|url| is_below(frame.path, url)).max_by_key(|url| url.len());
    let mut around = vec![];
    let mut side = vec![];
    for (title, families) in all {
        let mut links = vec![];
        for family in families {
            let ours = family.iter().any(|entry| Some(entry.0) == here);
            links.push(Link { url: family[0].0, title: family[0].1, here: ours });
            if ours && family.len() > 1 && here == Some(frame.path) {
                around = family.into_iter().map(|(url, title, _)| Link { url, title, here: Some(url) == here }).collect();
            }
        }
        if !links.is_empty() {
            side.push(Section { title, links });
        }
    }
    (side, around)
}

fn is_below(path: &str, url: &str) -> bool {
    path == url || (url != "/" && path.strip_prefix(url).is_some_and(|rest| rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::is_below;
    use crate::testing::Town;

    /// What stands between two texts, each time.
    fn between<'a>(page: &'a str, from: &str, to: &str) -> Vec<&'a str> {
        page.split(from).skip(1).filter_map(|rest| rest.split(to).next()).collect()
    }

    fn links<'a>(page: &'a str, nav: &str) -> Vec<&'a str> {
        between(page, nav, "</nav>").first().map_or(vec![], |nav| between(nav, "<a href=\"", "\""))
    }

    #[test]
    fn a_page_is_below_its_own_name_alone() {
        assert!(is_below("/posts/1/edit", "/posts") && is_below("/posts", "/posts") && is_below("/", "/"));
        assert!(!is_below("/posts-of-honour", "/posts") && !is_below("/posts", "/"));
    }

    /// Whatever stands in somebody's menu opens, and stands there with its family; who may open one page of it
    /// alone finds that one at the side.
    #[test]
    fn every_link_of_the_menu_opens() {
        let town = Town::new();
        let (street, community) = ("青龙街道党工委", "青竹苑社区党总支");
        for (role, at) in [("officer", street), ("worker", community), ("secretary", community), ("auditor", street), ("keeper", street)] {
            let who = town.person(&format!("某{role}"), role, at);
            let home = who.get(crate::policy::home(role)).text();
            let side = links(&home, "<nav class=\"side\"");
            assert!(side.len() > 1, "{role}: {side:?}");
            for url in side {
                let answer = who.get(url);
                // The mark of the house leads to where somebody begins.
                assert!(answer.status == 200 || (url == "/" && answer.status == 303), "{role} {url}");
                for sibling in links(&answer.text(), "<nav class=\"family\"") {
                    assert_eq!(who.get(sibling).status, 200, "{role} {sibling}");
                }
            }
        }
        let worker = town.person("周敏", "worker", community);
        let page = worker.get("/matching").text();
        assert_eq!(links(&page, "<nav class=\"family\""), ["/posts", "/matching", "/offers", "/commitments", "/teams"]);
        let here = page.split("<a href=\"").filter_map(|rest| rest.split_once("\" aria-current=\"page\"")).map(|(url, _)| url);
        assert_eq!(here.filter(|url| !url.contains('"')).collect::<Vec<_>>(), ["/posts", "/matching"]);
        let auditor = town.person("吴审", "auditor", street).get("/audit").text();
        assert!(links(&auditor, "<nav class=\"side\"").contains(&"/audit") && links(&auditor, "<nav class=\"family\"").is_empty());
    }
}
