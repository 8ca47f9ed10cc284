//! What everybody may read, what residents say to it, and what is printed.

use super::{LIGHTS, done, played, text};
use serde_json::json;

/// Nothing is public without her word; she chooses how much of her name, and takes it back at once. That
/// she said "not yet" is nobody's business outside.
#[test]
fn public_is_what_she_says_and_for_as_long_as_she_says() {
    let p = played();
    let claim = p.claim(&p.sun);
    done(p.sun.post("/me/promises", &[("claim", &claim), ("target", "我孙丽每晚看一次楼道灯")]));
    let id = text(&p.sun.get_json("/me/promises").json()["mine"][0]["id"]);
    let (address, mine) = (p.address(&id), format!("/me/promises/{id}"));
    let shows = |how: &str| done(p.sun.post(&format!("{mine}/showing"), &[("shown", how)]));
    assert_eq!(p.resident.get(&address).status, 404);
    assert!(!p.face().contains("楼道灯"));
    shows("surname");
    let face = p.face();
    assert!(face.contains("孙*（党员）") && face.contains("我孙*每晚") && face.contains(&address) && !face.contains("孙丽"), "{face}");
    let page = p.resident.get(&address).text();
    assert!(page.contains("我孙*每晚") && !page.contains("孙丽"), "{page}");
    assert!(!p.resident.get_json(&address).text().contains("孙丽"));
    shows("full");
    assert!(p.resident.get(&address).text().contains("我孙丽每晚"));
    done(p.sun.post(&format!("{mine}/progress"), &[("kept", "false"), ("word", "灯还没修好")]));
    for page in [p.face(), p.resident.get(&address).text(), p.resident.get_json(&address).text()] {
        assert!(!page.contains("没做到") && !page.contains("not_yet") && !page.contains("灯还没修好"), "{page}");
    }
    shows("hidden");
    assert_eq!((p.resident.get(&address).status, p.resident.post(&address, &[]).status), (404, 404));
    assert!(!p.face().contains("楼道灯"));
    shows("surname");
    done(p.zhou.post(&format!("/commitments/{id}/showing"), &[("shown", "full"), ("via", "telephone")]));
    assert_eq!(p.story(&id)[..2], ["shown telephone", "shown account"], "how she said it stands beside it");

    // What is kept leaves the public page by itself, after the days of the rule.
    done(p.sun.post(&format!("{mine}/progress"), &[("kept", "true")]));
    assert!(p.face().contains("做到了"));
    p.town.clock.set("2027-02-21T02:00:00Z");
    assert!(!p.face().contains("楼道灯"));
    assert_eq!((p.resident.get(&address).status, p.state(&id).as_str()), (404, "kept"));
    assert_eq!(p.resident.get("/promise/nothing").status, 404);
}

/// One tap thanks. Words are read by 周敏 first: she passes the kind ones on and lays the insult aside, so
/// that it never reaches 孙丽. Nobody outside can read how often somebody was thanked.
#[test]
fn thanks_reach_her_and_an_insult_does_not() {
    let p = played();
    let id = p.promises(&p.sun, "full");
    let (address, mine) = (p.address(&id), format!("/me/promises/{id}"));
    let thanks = |words: &str| done(p.resident.post(&address, &[("kind", "thanks"), ("words", words)]));
    thanks("");
    thanks("王阿婆说晚上不怕黑了");
    thanks("你这个笨蛋");
    done(p.resident.post(&address, &[("kind", "thanks"), ("website", "http://spam")]));
    let seen = p.sun.get_json(&mine).json();
    assert_eq!((seen["thanks"].as_i64(), seen["words"].clone()), (Some(1), json!([])), "only the tap, until the words were read");
    assert!(p.zhou.get("/").text().contains("居民对承诺说的 2 句话等着看"));
    let words = p.zhou.get_json("/commitments/words").json()["words"].clone();
    let of = |said: &str| {
        let found = words.as_array().expect("words").iter().find(|w| w["words"] == said).expect(said);
        format!("/commitments/words/{}", text(&found["id"]))
    };
    let (kind, insult) = (of("王阿婆说晚上不怕黑了"), of("你这个笨蛋"));
    assert_eq!(p.zhou.post_json(&format!("{kind}/answer"), json!({ "answer": "x" })).json()["code"], "word_state", "thanks want no answer");
    done(p.zhou.post(&format!("{kind}/passing-on"), &[]));
    assert_eq!(p.zhou.post_json(&format!("{kind}/passing-on"), json!({})).json()["code"], "word_state");
    assert_eq!(p.zhou.post(&format!("{insult}/laying-aside"), &[("reason", "")]).status, 422);
    done(p.zhou.post(&format!("{insult}/laying-aside"), &[("reason", "骂人的话")]));
    let seen = p.sun.get(&mine).text();
    assert!(seen.contains("收到 2 声谢谢") && seen.contains("不怕黑了") && !seen.contains("笨蛋"), "{seen}");
    assert!(!p.zhou.get("/").text().contains("等着看"));
    let public = p.resident.get_json(&address).text() + &p.face();
    assert!(!public.contains("thanks") && !public.contains("不怕黑"), "{public}");
}

/// What is pointed out wants words, gets a code, and is answered; both read the answer, and the code opens
/// it after the promise is shown no more.
#[test]
fn what_is_pointed_out_is_answered_by_a_code() {
    let p = played();
    let id = p.promises(&p.li, "surname");
    let address = p.address(&id);
    let browser = p.resident.with("referer", &format!("http://linli.test{address}"));
    let blank = browser.post(&address, &[("kind", "pointed_out"), ("what", " ")]);
    assert!(blank.status == 422 && blank.text().contains("请写明是什么事"), "{}", blank.text());
    let long = "灯".repeat(301);
    assert_eq!(p.resident.post(&address, &[("kind", "pointed_out"), ("what", &long)]).status, 422);
    let answer = done(p.resident.post(&address, &[("kind", "pointed_out"), ("what", "三楼的灯两周没亮")])).location().to_owned();
    assert!(answer.starts_with("/promise/answers/"), "{answer}");
    assert!(p.resident.get(&answer).text().contains("等社区看"));
    let word = text(&p.zhou.get_json("/commitments/words").json()["words"][0]["id"]);
    assert!(!p.li.get(&format!("/me/promises/{id}")).text().contains("三楼"), "not before a worker has read it");
    let desk = p.zhou.with("referer", "http://linli.test/commitments/words");
    let blank = desk.post(&format!("/commitments/words/{word}/answer"), &[("answer", "")]);
    assert!(blank.status == 422 && blank.text().contains("请写几句答复"), "{}", blank.text());
    done(p.zhou.post(&format!("/commitments/words/{word}/answer"), &[("answer", "昨天换好了，谢谢提醒")]));
    done(p.li.post(&format!("/me/promises/{id}/showing"), &[("shown", "hidden")]));
    let lower = answer.to_lowercase();
    let read = p.resident.get(&lower).text();
    assert!(read.contains("昨天换好了") && !read.contains("李思远") && !read.contains("李*"), "{read}");
    assert!(p.li.get(&format!("/me/promises/{id}")).text().contains("昨天换好了"));
    assert_eq!(p.resident.get("/promise/answers/ABCDEFGHJKLM").status, 404);
}

/// So much a day from one address, whatever it says; the counter of needs counts for itself.
#[test]
fn a_flood_is_held_back_until_tomorrow() {
    let p = played();
    let address = p.address(&p.promises(&p.sun, "full"));
    let from = |hop: &str| p.resident.with("x-forwarded-for", hop).post(&address, &[("kind", "thanks")]).status;
    let statuses: Vec<u16> = (0..11).map(|_| from("203.0.113.9")).collect();
    assert_eq!((statuses[9], statuses[10]), (303, 429));
    assert_eq!(from("203.0.113.10"), 303);
    let setting = [("phone", "051988886666"), ("on", "yes")];
    done(p.zhou.post(&format!("/orgs/{}/counter", p.org), &setting));
    let key = text(&p.zhou.get_json(&format!("/orgs/{}/counter", p.org)).json()["counter"]["key"]);
    assert_eq!(p.resident.with("x-forwarded-for", "203.0.113.9").post(&format!("/ask/{key}"), &[("what", "修灯")]).status, 303);
    assert!(p.resident.get(&address).text().contains("tel:"), "who would rather call finds the number");
    p.town.clock.set("2026-11-23T02:00:00Z");
    assert_eq!(from("203.0.113.9"), 303);
}

/// The board and the cards hold those who agreed, as they agreed; the page says how many are left out.
#[test]
fn the_board_and_the_corridor_cards_print() {
    let p = played();
    let of_sun = p.promises(&p.sun, "surname");
    p.promises(&p.li, "hidden");
    let board = p.zhou.get_json("/commitments/board").json();
    assert_eq!(
        (board["lines"][0]["name"].as_str(), board["lines"].as_array().map(Vec::len), board["left_out"].as_i64()),
        (Some("孙*"), Some(1), Some(1))
    );
    let page = p.zhou.get("/commitments/board").text();
    assert!(
        page.contains("还有 1 条承诺，本人没有同意公开") && page.contains(LIGHTS) && !page.contains("孙丽") && !page.contains("李思远")
    );
    let cards = p.zhou.get("/commitments/cards").text();
    assert!(cards.contains("我是党员，我在这里服务") && cards.contains("<svg") && !cards.contains("孙丽"), "{cards}");
    let url = p.zhou.get_json("/commitments/cards").json()["cards"][0]["url"].clone();
    assert_eq!(text(&url), format!("http://linli.test{}", p.address(&of_sun)));
    let sizes: Vec<usize> = ["board.pdf", "board.pdf?sheet=a3", "cards.pdf"]
        .map(|paper| {
            let pdf = p.zhou.get(&format!("/commitments/{paper}"));
            assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF"), "{paper}");
            pdf.bytes.len()
        })
        .into();
    assert!(sizes[0] != sizes[1], "A3 is another sheet than A4");
    done(p.sun.post(&format!("/me/promises/{of_sun}/progress"), &[("kept", "true")]));
    assert_eq!(p.zhou.get_json("/commitments/cards").json()["cards"], json!([]), "a card says what is being done");
    assert_eq!(p.zhou.get_json("/commitments/board").json()["lines"][0]["kept"], true);
    let east = p.town.org("东风村党总支").id;
    assert_eq!(p.zhou.get(&format!("/commitments/board?org={east}")).status, 404);
}
