//! The paper as HTML, and QR codes.

use documents::{Bar, Block, CSS, Column, Error, Lang, Paper, Slip, Table, qr_svg};
use jiff::civil::date;

fn paper() -> Paper {
    Paper::new(Lang::Zh, "通报", date(2026, 11, 1))
}

/// What stands between the head of an empty paper and its end.
fn body(paper: Paper) -> String {
    let html = paper.html();
    let (_, body) = html.split_once("</header>").unwrap();
    body.strip_suffix("</article>").unwrap().to_string()
}

#[test]
fn a_paper_is_an_article_in_its_language_with_a_head_and_a_foot() {
    let html = paper().landscape().subtitle("第二支部").foot("报：街道").paragraph("一\n二").html();
    assert_eq!(
        html,
        "<article class=\"paper paper-landscape\" lang=\"zh-CN\"><header class=\"paper-head\">\
         <h1 class=\"paper-title\">通报</h1><p class=\"paper-subtitle\">第二支部</p></header>\
         <p class=\"paper-text\">一<br>二</p><footer class=\"paper-foot\">报：街道</footer></article>"
    );
}

#[test]
fn a_table_has_heads_of_columns_and_as_many_cells_as_columns_in_each_row() {
    let table = Table::new([Column::left("支部"), Column::right("人")]).row(["第一"]).row(["第二", "51", "多出来的"]).total(["合计", "99"]);
    assert_eq!(
        body(paper().table(table)),
        "<table class=\"paper-table\"><thead><tr><th scope=\"col\" class=\"paper-left\">支部</th>\
         <th scope=\"col\" class=\"paper-right\">人</th></tr></thead><tbody>\
         <tr><td class=\"paper-left\">第一</td><td class=\"paper-right\"></td></tr>\
         <tr><td class=\"paper-left\">第二</td><td class=\"paper-right\">51</td></tr></tbody>\
         <tfoot><tr><td class=\"paper-left\">合计</td><td class=\"paper-right\">99</td></tr></tfoot></table>"
    );
}

#[test]
fn every_text_is_escaped_and_nothing_needs_a_style() {
    let evil = "<script>alert('x')</script>\" onload=\"&";
    let table = Table::new([Column::left(evil)]).row([evil]).total([evil]);
    let slip = Slip::new(evil).line(evil).choice(evil).qr(evil, evil);
    let html = Paper::new(Lang::En, evil, date(2026, 11, 1))
        .subtitle(evil)
        .foot(evil)
        .heading(evil)
        .paragraph(evil)
        .table(table)
        .bars([Bar::new(evil, 1.0, 2.0, evil)])
        .facts([(evil, evil)])
        .slips([slip])
        .sign_off([evil])
        .note(evil)
        .html();
    assert!(!html.contains("<script"), "{html}");
    assert!(!html.contains("onload=\""), "{html}");
    assert!(!html.contains("style"), "{html}");
    let escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;&amp;";
    assert_eq!(html.matches(escaped).count(), 18, "{html}");
}

#[test]
fn a_bar_says_in_words_what_it_draws() {
    let html = body(paper().bars([Bar::new("谈心谈话", 16.0, 25.0, "64%").pale()]));
    assert!(html.contains("<dt class=\"paper-bar-label\">谈心谈话</dt>"), "{html}");
    assert!(html.contains("<dd class=\"paper-bar paper-bar-pale\">"), "{html}");
    assert!(html.contains("aria-hidden=\"true\"><rect width=\"64.0\" height=\"10\"/>"), "{html}");
    assert!(html.contains("<span class=\"paper-bar-text\">64%</span>"), "{html}");
}

#[test]
fn a_bar_outside_its_scale_is_drawn_at_its_end() {
    let width = |value: f64, max: f64| {
        let html = body(paper().bars([Bar::new("", value, max, "")]));
        let (_, rest) = html.split_once("rect width=\"").unwrap();
        rest.split_once('"').unwrap().0.to_string()
    };
    assert_eq!(width(3.0, 2.0), "100.0");
    assert_eq!(width(-1.0, 2.0), "0.0");
    assert_eq!(width(1.0, 0.0), "0.0");
    assert_eq!(width(f64::NAN, 1.0), "0.0");
}

#[test]
fn a_qr_code_takes_its_size_from_the_page_and_has_a_quiet_zone() {
    let svg = qr_svg("HELLO").unwrap();
    // Version 1 is 21 modules wide; four more on each side are the quiet zone.
    assert!(svg.starts_with("<svg class=\"qr\" role=\"img\" aria-label=\"QR\" viewBox=\"0 0 29 29\""), "{svg}");
    assert!(svg.contains("M4,4h1v1h-1"), "the first finder begins after the quiet zone: {svg}");
    assert!(!svg.contains("style"), "{svg}");
}

#[test]
fn a_text_too_long_for_a_qr_code_is_an_error_and_stays_readable_on_a_slip() {
    let text = "7".repeat(8000);
    assert!(matches!(qr_svg(&text), Err(Error::TooLongForQr { bytes: 8000 })));
    let html = body(paper().slips([Slip::new("答复").qr(&text, "")]));
    assert!(html.contains(&format!("<p class=\"paper-qr-text\">{text}</p>")));
}

#[test]
fn a_paper_goes_through_json_unchanged() {
    let table = Table::new([Column::right("人").share(2.0)]).row(["1"]).total(["1"]).to_fill_in();
    let paper = paper()
        .subtitle("副题")
        .table(table)
        .bars([Bar::new("a", 1.0, 2.0, "50%")])
        .facts([("a", "b")])
        .slips([Slip::new("s").qr("t", "c")])
        .page_break()
        .sign_off(["x"]);
    let json = serde_json::to_string(&paper).unwrap();
    assert_eq!(serde_json::from_str::<Paper>(&json).unwrap(), paper);
    let bare = "{\"lang\":\"zh\",\"title\":\"通报\",\"date\":\"2026-11-01\",\"blocks\":[{\"kind\":\"heading\",\"body\":\"一\"}]}";
    assert_eq!(serde_json::from_str::<Paper>(bare).unwrap().blocks, [Block::Heading("一".into())]);
}

#[test]
fn the_style_sheet_knows_the_classes_of_the_html() {
    let html = paper()
        .landscape()
        .subtitle("a")
        .foot("b")
        .heading("c")
        .paragraph("d")
        .table(Table::new([Column::left("e"), Column::center("f"), Column::right("g")]).row(["h"]).to_fill_in())
        .bars([Bar::new("i", 1.0, 2.0, "j").pale()])
        .facts([("k", "l")])
        .slips([Slip::new("m").line("n").choice("o").qr("p", "q")])
        .sign_off(["r"])
        .page_break()
        .note("s")
        .html();
    // A text block needs no look of its own beyond the paper's.
    let plain = ["paper-portrait", "paper-text", "paper-code", "paper-sign-off-line"];
    let classes = html.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next()).flat_map(str::split_whitespace);
    for class in classes.filter(|class| !plain.contains(class)) {
        assert!(CSS.contains(&format!(".{class}")), ".{class} has no look");
    }
}
