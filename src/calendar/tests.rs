//! Stories of the calendar: looked at by month, week and person, and subscribed to.

use crate::{
    activities::{Activity, Details, Due, NewActivity, State},
    closing::month_of_facts::{held, mark},
    testing::{Town, facts_of},
};
use icalendar::{Calendar, Component, EventStatus};
use kernel::{Id, args, testing::Asker};
use serde_json::Value;

const BRANCH: &str = "青竹苑社区第一党支部";
const COMMUNITY: &str = "青竹苑社区党总支";

fn planned(town: &Town, org: &str, title: &str, day: &str, due: Due) -> Id {
    let (org, title, day) = (town.org(org), title.to_owned(), day.parse().expect("a day"));
    town.write(move |cx| {
        let details = Details { title, day, starts: "14:30".into(), minutes: 90, place: "三楼会议室".into(), host: "周敏".into() };
        let kind = if due == Due::Open { "volunteering" } else { "theme_day" };
        let new = NewActivity {
            id: cx.new_id(),
            plan: None,
            kind: kind.into(),
            details,
            due,
            state: State::Planned,
            basis: String::new(),
            follows: None,
            source: None,
        };
        Ok(Activity::make(cx, &org, new)?.id)
    })
}

/// Zhao Jianguo with his phone, and Sun Guilan of the same branch.
fn zhao() -> (Town, Id, Asker) {
    let town = Town::new();
    let member = town.member(BRANCH, "赵建国", facts_of("赵建国"));
    town.member(BRANCH, "孙桂兰", facts_of("孙桂兰"));
    let phone = town.member_account(member, "赵建国", BRANCH);
    (town, member, phone)
}

fn events(page: &Value) -> Vec<Value> {
    let days = page["sheet"]["weeks"].as_array().into_iter().flatten().flat_map(|w| w.as_array().cloned().unwrap_or_default());
    days.flat_map(|d| d["events"].as_array().cloned().unwrap_or_default()).collect()
}

fn day<'a>(page: &'a Value, date: &str) -> &'a Value {
    page["sheet"]["weeks"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|w| w.as_array().into_iter().flatten())
        .find(|d| d["date"] == date)
        .expect("the day")
}

#[test]
fn zhou_min_looks_at_a_month_and_a_week_with_days_off_and_worked() {
    let (town, ..) = zhao();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    planned(&town, BRANCH, "主题党日", "2026-12-04", Due::Branch);
    planned(&town, COMMUNITY, "义务植树", "2026-12-05", Due::Open);
    planned(&town, "东风村第一党支部", "别人的活动", "2026-12-04", Due::Branch);
    let month = zhou.get_json("/calendar?month=2026-12").json();
    assert_eq!(events(&month).len(), 2, "{month}");
    assert_eq!(day(&month, "2026-12-04")["events"][0]["hours"], "14:30–16:00");
    assert_eq!(day(&month, "2026-12-04")["events"][0]["org"], BRANCH, "whose it is, is said of those below");
    let week = zhou.get_json("/calendar?look=week&day=2026-12-05").json();
    assert_eq!(week["sheet"]["weeks"][0].as_array().map(Vec::len), Some(7));
    let event = &day(&week, "2026-12-04")["events"][0];
    let first_hour = week["sheet"]["hours"][0].as_i64().expect("hours down the side");
    assert_eq!((event["row"].as_i64(), event["rows"].as_i64()), (Some((14 - first_hour) * 2 + 1), Some(3)));
    assert_eq!(
        (week["sheet"]["before"].as_str(), week["sheet"]["other"].as_str()),
        (Some("look=week&day=2026-11-23"), Some("month=2026-11"))
    );
    let only = zhou.get_json("/calendar?month=2026-12&kind=volunteering").json();
    assert_eq!(events(&only).iter().map(|e| e["title"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>(), ["义务植树"]);
    let october = zhou.get_json("/calendar?month=2026-10").json();
    assert_eq!(
        (day(&october, "2026-10-01")["holiday"].as_str(), day(&october, "2026-10-10")["worked"].as_bool()),
        (Some("国庆节"), Some(true))
    );
    let page = zhou.get("/calendar?month=2026-10").text();
    assert!(page.contains("国庆节") && page.contains("调休上班"), "{page}");
    assert!(zhou.get("/calendar?look=week&day=2026-10-06").text().contains("国庆节"));
    assert_eq!(zhou.with("accept-language", "en").get("/calendar?look=week&day=2026-10-06").status, 200);
    assert_eq!((zhou.get("/calendar?look=week&day=neulich").status, zhou.get("/calendar?month=12").status), (422, 422));
}

#[test]
fn clashes_stand_on_the_calendar() {
    let (town, ..) = zhao();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    planned(&town, BRANCH, "主题党日", "2026-12-04", Due::Branch);
    planned(&town, BRANCH, "党课", "2026-12-04", Due::Branch);
    let month = zhou.get_json("/calendar?month=2026-12").json();
    assert_eq!(month["clashes"]["all"][0]["people"], 2);
    assert!(events(&month).iter().all(|e| e["clashes"].as_array().map(Vec::len) == Some(1)), "{month}");
    let page = zhou.get("/calendar?month=2026-12").text();
    assert!(page.contains("2 人两边都应参加（孙桂兰、赵建国）"), "{page}");
}

#[test]
fn one_persons_calendar_has_what_concerns_them_and_what_they_said() {
    let (town, member, phone) = zhao();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let theme = planned(&town, BRANCH, "主题党日", "2026-12-04", Due::Branch);
    let trees = planned(&town, COMMUNITY, "义务植树", "2026-12-05", Due::Open);
    planned(&town, "青竹苑社区第二党支部", "别的支部", "2026-12-06", Due::Branch);
    let lecture = held(&town, BRANCH, "lecture", "2026-11-12", 90);
    mark(&town, lecture, member, "home");
    assert_eq!(phone.post(&format!("/me/activities/{theme}/answer"), &[("answer", "come")]).status, 303);
    let titles = |page: Value| {
        events(&page)
            .iter()
            .map(|e| format!("{} {}", e["title"].as_str().unwrap_or_default(), e["said"].as_str().unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    assert_eq!(titles(zhou.get_json(&format!("/members/{member}/calendar?month=2026-12")).json()), ["主题党日 回“参加”"]);
    assert_eq!(phone.post(&format!("/me/activities/{trees}/answer"), &[("answer", "come")]).status, 303);
    assert_eq!(titles(phone.get_json("/me/calendar?month=2026-12").json()), ["主题党日 回“参加”", "义务植树 回“参加”"]);
    assert_eq!(titles(phone.get_json("/me/calendar?month=2026-11").json()), ["邻里互助 上门"]);
    let week = zhou.get_json(&format!("/members/{member}/calendar?look=week&day=2026-12-04")).json();
    assert_eq!(titles(week).len(), 2);
    let page = phone.get("/me/calendar?month=2026-12").text();
    assert!(page.contains("主题党日") && page.contains("14:30–16:00") && !page.contains("别的支部"), "{page}");
    let east = town.person("陈立新", "worker", "东风村党总支");
    assert_eq!((east.get(&format!("/members/{member}/calendar")).status, phone.get("/calendar").status), (404, 403));
}

/// The address that was shown, as a path.
fn address(shown: &kernel::testing::Answered) -> String {
    assert_eq!(shown.status, 200, "{}", shown.text());
    let url = shown.json()["url"].as_str().expect("an address").to_owned();
    url.strip_prefix("http://linli.test").expect("ours").to_owned()
}

fn read(asker: &Asker, path: &str) -> Calendar {
    let answered = asker.get(path);
    assert_eq!((answered.status, answered.header("content-type")), (200, "text/calendar; charset=utf-8"));
    answered.text().parse().expect("a calendar")
}

fn summaries(calendar: &Calendar) -> Vec<String> {
    calendar.components.iter().filter_map(|c| c.as_event()?.property_value("SUMMARY").map(str::to_owned)).collect()
}

#[test]
fn zhao_subscribes_with_his_phone_and_what_changes_there_changes_here() {
    let (town, member, phone) = zhao();
    let theme = planned(&town, BRANCH, "主题党日", "2026-12-04", Due::Branch);
    planned(&town, "青竹苑社区第二党支部", "别的支部", "2026-12-06", Due::Branch);
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let asking = phone.with("accept", "application/json");
    let first = address(&asking.post("/me/calendar/feed", &[]));
    let visitor = town.visitor();
    let calendar = read(&visitor, &first);
    assert_eq!(summaries(&calendar), ["主题党日"]);
    let uid = |c: &Calendar| c.components[0].as_event().and_then(|e| e.property_value("UID")).map(str::to_owned);
    let sequence = |c: &Calendar| c.components[0].as_event().and_then(|e| e.property_value("SEQUENCE")?.parse::<i64>().ok()).unwrap_or(-1);
    let text = visitor.get(&first).text();
    for hidden in ["周敏", "赵建国", "孙桂兰"] {
        assert!(!text.contains(hidden), "{hidden} stands in {text}");
    }
    // Nothing has changed: the program is told so, without the file.
    let tag = visitor.get(&first).header("etag").to_owned();
    let again = visitor.with("if-none-match", &tag).get(&first);
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    let edited = [("title", "主题党日"), ("day", "2026-12-04"), ("starts", "19:00"), ("minutes", "60"), ("place", "二楼"), ("host", "")];
    assert_eq!(zhou.post(&format!("/activities/{theme}"), &edited).status, 303);
    let changed = visitor.with("if-none-match", &tag).get(&first);
    assert_eq!(changed.status, 200, "another tag for another file");
    let changed: Calendar = changed.text().parse().expect("a calendar");
    assert_eq!(uid(&changed), uid(&calendar), "the same event");
    assert!(sequence(&changed) > sequence(&calendar));
    assert_eq!(zhou.post(&format!("/activities/{theme}/cancellation"), &[("reason", "周敏生病")]).status, 303);
    let cancelled = read(&visitor, &first);
    assert_eq!(cancelled.components[0].as_event().and_then(|e| e.get_status()), Some(EventStatus::Cancelled));
    assert!(!visitor.get(&first).text().contains("周敏"), "reasons stay in the house");

    // A new address makes the old one void; the database holds neither.
    let second = address(&asking.post("/me/calendar/feed", &[]));
    assert_eq!((visitor.get(&first).status, visitor.get(&second).status), (404, 200));
    let kept: Vec<(Vec<u8>,)> = town.write(|cx| cx.all("select f.token from {own_feeds} f", args![]));
    assert!(kept.iter().all(|k| !second.contains(&kernel::vault::hex(&k.0))) && kept.len() == 2);
    assert_eq!(phone.post("/me/calendar/feed/revocation", &[]).status, 303);
    assert_eq!(visitor.get(&second).status, 404);
    let audit: Vec<String> =
        town.write(move |cx| cx.all("select a.detail from {audit} a where a.subject = $1 order by a.seq", args![member]));
    let told: Vec<&String> = audit.iter().filter(|d| d.contains("own calendar")).collect();
    assert_eq!(told.len(), 4, "made, revoked for the next, made, revoked: {told:?}");
    assert_eq!((visitor.get("/feed/nonsense.ics").status, phone.get("/calendar/feeds").status), (404, 403));
}

#[test]
fn a_closed_account_closes_its_calendar_and_a_moved_member_takes_it_along() {
    let (town, member, phone) = zhao();
    planned(&town, BRANCH, "主题党日", "2026-12-04", Due::Branch);
    planned(&town, "青竹苑社区第二党支部", "二支部党日", "2026-12-06", Due::Branch);
    let url = address(&phone.with("accept", "application/json").post("/me/calendar/feed", &[]));
    let to = town.org("青竹苑社区第二党支部");
    let new_home = to.id.to_string();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    assert_eq!(zhou.post(&format!("/members/{member}/move"), &[("org", &new_home), ("kind", "transfer")]).status, 303);
    let path: String = town.write(move |cx| cx.one("select f.path from {own_feeds} f where f.member = $1", args![member]));
    assert_eq!(path, to.path);
    assert_eq!(summaries(&read(&town.visitor(), &url)), ["二支部党日"], "their life is in the other branch now");
    town.write(move |cx| cx.run("update {accounts} set closed_at = $1 where person = $2", args![cx.now(), member]));
    assert_eq!(town.visitor().get(&url).status, 404);
}

#[test]
fn an_organisations_calendar_is_handed_out_and_taken_back() {
    let (town, ..) = zhao();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    planned(&town, BRANCH, "主题党日", "2026-12-04", Due::Branch);
    planned(&town, "东风村第一党支部", "别人的活动", "2026-12-04", Due::Branch);
    let draft = planned(&town, BRANCH, "还没发布", "2026-12-09", Due::Branch);
    town.write(move |cx| cx.run("update {activities} set state = 'draft' where id = $1", args![draft]));
    let (org, east) = (town.org(COMMUNITY).id.to_string(), town.org("东风村党总支").id.to_string());
    let asking = zhou.with("accept", "application/json");
    assert_eq!(asking.post("/calendar/feeds", &[("org", &org), ("name", " ")]).json()["errors"][0]["field"], "name");
    assert_eq!(asking.post("/calendar/feeds", &[("org", &east), ("name", "物业")]).status, 404, "not theirs to hand out");
    let made = asking.post("/calendar/feeds", &[("org", &org), ("name", "物业公司")]);
    let url = address(&made);
    assert!(
        made.json()["webcal"].as_str().is_some_and(|w| w.starts_with("webcal://"))
            && made.json()["qr"].as_str().is_some_and(|q| q.contains("<svg"))
    );
    assert_eq!(summaries(&read(&town.visitor(), &url)), ["主题党日"], "what is published, of this community");
    let page = zhou.get(&format!("/calendar/feeds?org={org}")).text();
    assert!(page.contains("物业公司") && !page.contains(url.trim_start_matches("/feed/").trim_end_matches(".ics")), "shown once only");
    let feed = asking.get(&format!("/calendar/feeds?org={org}")).json()["feeds"][0]["id"].as_str().expect("an id").to_owned();
    let neighbour = town.person("陈立新", "worker", "东风村党总支");
    assert_eq!(neighbour.post(&format!("/calendar/feeds/{feed}/revocation"), &[]).status, 404);
    assert_eq!(zhou.post(&format!("/calendar/feeds/{feed}/revocation"), &[]).status, 303);
    assert_eq!(town.visitor().get(&url).status, 404);
    let leader = town.person("吴强", "leader", COMMUNITY);
    assert_eq!(leader.post("/calendar/feeds", &[("org", &org), ("name", "自己")]).status, 403);
}
