use super::{Message, Outcome, Webhook, Writing, fill, kept, known, servers};
use crate::testing::Town;
use kernel::{Scope, args};

fn set_mail(town: &Town, port: u16) -> kernel::testing::Asker {
    let keeper = town.person("郑保", "keeper", "青龙街道党工委");
    let port = port.to_string();
    let form = [("host", "127.0.0.1"), ("port", port.as_str()), ("security", "none"), ("from", "青竹苑 <party@example.cn>")];
    assert_eq!(keeper.post("/settings/channels/mail", &form).status, 303);
    keeper
}

#[test]
fn the_keeper_sets_the_mail_server_and_tries_it() {
    let town = Town::new();
    let (port, taken) = servers::mail();
    let keeper = set_mail(&town, port);
    assert_eq!(keeper.post("/settings/channels/mail/test", &[("to", "li@example.cn")]).status, 303);
    let (_, to, said) = taken.all().remove(0);
    assert_eq!(to, "li@example.cn");
    assert!(said.contains("party@example.cn"), "{said}");
    let refused = keeper.post("/settings/channels/mail/test", &[("to", "refused@example.cn")]);
    assert!(refused.status == 409 && refused.text().contains("no such mailbox"), "what the server said is shown");
    assert_eq!(keeper.post("/settings/channels/mail/test", &[("to", "nobody")]).status, 422);
}

#[test]
fn secrets_are_sealed_and_never_shown_again() {
    let town = Town::new();
    let keeper = town.person("郑保", "keeper", "青龙街道党工委");
    let form = [("host", "mail.example.cn"), ("port", "465"), ("user", "party"), ("password", "geheim-7"), ("from", "party@example.cn")];
    assert_eq!(keeper.post("/settings/channels/mail", &form).status, 303);
    let hook = [("url", "https://sms.example.cn/send?key=geheim-8"), ("method", "POST"), ("body", "{text}")];
    assert_eq!(keeper.post("/settings/channels/webhook", &hook).status, 303);
    let page = keeper.get("/settings/channels").text();
    assert!(page.contains("mail.example.cn") && page.contains("sms.example.cn") && !page.contains("geheim"), "{page}");
    let again = [("host", "mail2.example.cn"), ("port", "465"), ("user", "party"), ("password", ""), ("from", "party@example.cn")];
    assert_eq!(keeper.post("/settings/channels/mail", &again).status, 303);
    let mail: super::Mail = town.house.read_as_system("test", Scope::ALL, |cx| known(cx, "mail")).unwrap().unwrap();
    assert_eq!((mail.host.as_str(), mail.password.as_str()), ("mail2.example.cn", "geheim-7"), "a password left empty stays");
    let kept: Vec<(Vec<u8>,)> = town.write(|cx| cx.all("select kept from {channels} c", args![]));
    assert!(kept.iter().all(|k| !String::from_utf8_lossy(&k.0).contains("geheim")));
    let logged: i64 = town.write(|cx| cx.one("select count(*) from {audit} a where a.detail like '%geheim%'", args![]));
    assert_eq!(logged, 0);
    assert_eq!(keeper.post("/settings/channels/mail", &[("off", "yes")]).status, 303);
    assert!(!keeper.get("/settings/channels").text().contains("mail2.example.cn"));
}

#[test]
fn what_cannot_work_is_said_beside_its_field() {
    let town = Town::new();
    let keeper = town.person("郑保", "keeper", "青龙街道党工委");
    let wrong = keeper.post_json("/settings/channels/mail", serde_json::json!({"host": "", "port": "x", "from": "nobody"}));
    let fields: Vec<String> = wrong.json()["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap().to_owned()).collect();
    assert_eq!(fields, ["host", "port", "from"]);
    let broken = serde_json::json!({"url": "https://x.cn/", "method": "POST", "headers": "content-type: application/json", "body": "{\"to\": {phone}"});
    assert_eq!(keeper.post_json("/settings/channels/webhook", broken).json()["errors"][0]["field"], "body");
    for base in ["linli.cn", "https://", "https://linli.cn/n"] {
        assert_eq!(keeper.post("/settings/channels/address", &[("base", base)]).status, 422, "{base}");
    }
    assert_eq!(keeper.post("/settings/channels/address", &[("base", "https://linli.cn/")]).status, 303);
    let worker = town.person("周敏", "worker", "青竹苑社区党总支");
    assert_eq!(worker.get("/settings/channels").status, 403);
}

#[test]
fn a_template_is_filled_once_and_as_its_place_wants() {
    let message = Message { name: "赵\"建国".into(), to: "138 0".into(), title: "{link}".into(), ..Message::default() };
    assert_eq!(fill("{name}|{title}|{other}|{", &message, Writing::Plain), "赵\"建国|{link}|{other}|{");
    assert_eq!(fill(r#"{"n":"{name}"}"#, &message, Writing::Json), r#"{"n":"赵\"建国"}"#);
    assert_eq!(fill("?to={phone}", &message, Writing::Percent), "?to=138%200");
    assert!(kept::read_base("http://10.0.0.7:8080").is_ok());
}

#[test]
fn the_gateway_says_yes_no_or_later() {
    let (port, taken) = servers::gateway();
    let hook = Webhook {
        url: format!("http://127.0.0.1:{port}/send"),
        method: "POST".into(),
        headers: "content-type: application/json".into(),
        body: r#"{"to":"{phone}","text":"{text}"}"#.into(),
        expects: r#""errcode":0"#.into(),
    };
    hook.check().expect("a good one");
    let message = |to: &str| Message { id: "m-1".into(), to: to.into(), text: "明天\n开会".into(), ..Message::default() };
    assert_eq!(hook.hand_over(&message("13800000001")), Outcome::Handed);
    assert_eq!(taken.all()[0], ("m-1".into(), "13800000001".into(), r#"{"to":"13800000001","text":"明天\n开会"}"#.into()));
    assert!(matches!(hook.hand_over(&message("refused")), Outcome::Never(_)));
    assert!(matches!(hook.hand_over(&message("busy")), Outcome::Later(_)));
    let strict = Webhook { expects: "sent".into(), ..hook.clone() };
    assert!(matches!(strict.hand_over(&message("13800000001")), Outcome::Never(_)), "200 alone is not yes");
    let gone = Webhook { url: "http://127.0.0.1:1/".into(), ..hook };
    assert!(matches!(gone.hand_over(&message("13800000001")), Outcome::Unreachable(_)));
}
