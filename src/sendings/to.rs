//! Who is written to, by which way and at which address.

use crate::{
    channels::{Mail, Webhook, known},
    notices::{Channel, by_itself},
    posts::{Person, Tie},
    report_in::ReportIn,
};
use kernel::{Id, Reader, Result};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct To {
    pub whom: Id,
    pub name: String,
    /// By mail or by the gateway.
    pub channel: Channel,
    /// The mail address or the phone number.
    pub address: String,
}

impl To {
    /// The first way by which a message reaches somebody without anybody doing it; none where they have
    /// none, or none is set up.
    pub fn person(cx: &Reader, person: &Person) -> Result<Option<To>> {
        // Where somebody looks after the post only, the phone is not theirs to read: the message is the house's.
        let all = &cx.beyond_scope("a message goes to whom it is for, whoever looks after them");
        let way = match person.tie {
            Tie::Member => by_itself(all, person.id)?,
            Tie::ReportIn if known::<Webhook>(all, "webhook")?.is_some() => {
                all.find::<ReportIn>(person.id)?.facts(all)?.phone.map(|phone| (Channel::Webhook, phone))
            }
            Tie::ReportIn => None,
        };
        Ok(way.map(|(channel, address)| To { whom: person.id, name: person.name.clone(), channel, address }))
    }

    /// By mail, where a mail server is set and an address known.
    pub fn mail(cx: &Reader, whom: Id, name: &str, address: &str) -> Result<Option<To>> {
        let set = known::<Mail>(cx, "mail")?.is_some() && !address.is_empty();
        Ok(set.then(|| To { whom, name: name.into(), channel: Channel::Mail, address: address.into() }))
    }
}
