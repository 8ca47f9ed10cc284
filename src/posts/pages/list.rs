//! The posts, by kind, and by whether they have empty places.

use crate::posts::{Filter, Kind, Line, View, kinds};
use askama::Template;
use kernel::{Cx, Page, Query, Reply, Result, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "posts/list.html")]
pub struct PostList {
    pub filter: Filter,
    pub posts: Vec<Line>,
    /// What `after` must be for the next page.
    pub next: Option<String>,
    #[serde(skip)]
    kinds: Vec<Kind>,
    #[serde(skip)]
    may_edit: bool,
}
impl Page for PostList {
    fn title(&self) -> String {
        t("岗位", "Posts").into()
    }
}

pub fn list(cx: &Cx<View>, Query(filter): Query<Filter>) -> Result<Reply<PostList>> {
    let (posts, next) = filter.read(cx)?;
    Reply::show(PostList { posts, next, kinds: kinds(cx)?, may_edit: cx.may("posts.edit"), filter })
}

impl PostList {
    fn kind_of(&self, code: &str) -> &str {
        self.kinds.iter().find(|k| k.code == code).map_or("", |k| k.name.here())
    }
    fn chips(&self) -> [(String, &'static str, bool); 4] {
        [
            ("empty", t("有空位", "With empty places")),
            ("full", t("满员", "Full")),
            ("uninsured", t("有危险、没有保险", "Dangerous, not insured")),
            ("ended", t("已结束", "Ended")),
        ]
        .map(|(state, name)| {
            let on = self.filter.state == state;
            let chosen = Filter { state: if on { String::new() } else { state.into() }, after: String::new(), ..self.filter.clone() };
            (chosen.url(), name, on)
        })
    }
    fn next_url(&self) -> Option<String> {
        self.next.as_ref().map(|after| Filter { after: after.clone(), ..self.filter.clone() }.url())
    }
}
