//! What a secretary puts in, asks, writes down, hides and confirms.

use super::{
    Comment, Edit, Inquiry, Kept, Material, Meeting, Minutes, Puts,
    file::looked_at,
    inquiry::{self, NewInquiry, Words},
    material::NewMaterial,
    minutes::Typed,
};
use crate::{
    activities::{self, Activity, Mode, Via},
    desk::How,
    orgs::Org,
    people::Member,
    ui::Why,
};
use kernel::{Acted, Cx, Id, Input, Path, Upload, said, say, see, t};
use schemars::JsonSchema;
use serde::Deserialize;

pub fn put(cx: &Cx<Puts>, Path(id): Path<Id>, upload: Upload<NewMaterial>) -> Acted {
    let org: Org = cx.find(id)?;
    let (file, new) = (looked_at(cx, upload.files)?, upload.fields);
    new.checked(file.is_some())?;
    let material = cx.write(move |w| Material::put(w, &org, &new, &Kept::keep(w, file.as_ref())?))?;
    said(format!("/materials/{}", material.id), t("放好了，支部的党员现在就能看到。", "It is in; the members can read it now."))
}

pub fn ask(cx: &Cx<Edit>, Path(id): Path<Id>, Input(new): Input<NewInquiry>) -> Acted {
    let inquiry = Inquiry::ask(cx, &cx.find(id)?, &new)?;
    said(
        format!("/inquiries/{}", inquiry.id),
        t("问出去了。不用手机的，可以打印问答纸。", "It is asked. There is a sheet for those without a phone."),
    )
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Where {
    /// https; empty takes it away.
    pub url: String,
}

pub fn meet(cx: &Cx<Edit>, Path(id): Path<Id>, Input(place): Input<Where>) -> Acted {
    Meeting::set(cx, &cx.find(id)?, &place.url)?;
    said(activity_url(id), t("链接存好了。", "The link is kept."))
}

pub fn write(cx: &Cx<Puts>, Path(id): Path<Id>, upload: Upload<Typed>) -> Acted {
    let activity: Activity = cx.find(id)?;
    let (file, typed) = (looked_at(cx, upload.files)?, upload.fields);
    let minutes = cx.write(move |w| Minutes::write(w, &activity, &typed, Kept::keep(w, file.as_ref())?))?;
    said(format!("/minutes/{}", minutes.id), t("草稿存好了。看一遍，再定稿。", "The draft is kept. Read it once more, then put it down."))
}

pub fn put_down(cx: &Cx<Edit>, Path(id): Path<Id>) -> Acted {
    Minutes::read(cx, id)?.put_down(cx)?;
    said(format!("/minutes/{id}"), t("定稿了，支部的党员可以看到。", "Put down; the members of the branch can read it."))
}

pub fn remove(cx: &Cx<Edit>, Path(id): Path<Id>, Input(why): Input<Why>) -> Acted {
    let material: Material = cx.find(id)?;
    material.remove(cx, &why.reason)?;
    said(format!("/ebranch/{}", material.org), t("撤下了。", "It is taken away."))
}

pub fn hide(cx: &Cx<Edit>, Path(id): Path<Id>, Input(why): Input<Why>) -> Acted {
    let comment: Comment = cx.find(id)?;
    comment.hide(cx, &why.reason)?;
    said(format!("/materials/{}", comment.material), t("隐藏了，作者能看到原因。", "Hidden; its author reads the reason."))
}

/// Fields `answer.<question>` and `how`: desk, call or paper.
pub fn answered(cx: &Cx<Edit>, Path((id, member)): Path<(Id, Id)>, Input(words): Input<Words>) -> Acted {
    let (inquiry, member): (Inquiry, Member) = (cx.find(id)?, cx.find(member)?);
    let how = How::read(words.get("how").map_or("", String::as_str))?;
    inquiry.answer(cx, &member, &words, how.via())?;
    said(format!("/inquiries/{id}"), say!("记下了{}的回答。", "The answers of {} are noted.", member.name))
}

pub fn close(cx: &Cx<Edit>, Path(id): Path<Id>) -> Acted {
    cx.find::<Inquiry>(id)?.close(cx)?;
    see(format!("/inquiries/{id}"))
}

/// All who answered are put on the roll as having taken part online, with one tap of whoever calls it.
pub fn confirm(cx: &Cx<activities::Hold>, Path(id): Path<Id>) -> Acted {
    let activity: Activity = cx.find(id)?;
    let people = inquiry::proposed(cx, id)?;
    for person in &people {
        activities::record(cx, &activity, person.id, Mode::Online, Via::Answers, "")?;
    }
    said(format!("/activities/{id}/roll-call"), say!("{} 人记为网络参加。", "{} recorded as online.", people.len()))
}

fn activity_url(id: Id) -> String {
    format!("/activities/{id}/ebranch")
}
