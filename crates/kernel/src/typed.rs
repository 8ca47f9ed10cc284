//! A rejected form comes back as it was typed. When a form fails, the page it stood on is drawn
//! again with this at hand: form fields ask here first, and find their errors here.

use crate::error::{Error, FieldError};
use std::cell::RefCell;

#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub values: Vec<(String, String)>,
    pub errors: Vec<FieldError>,
    /// What is wrong with the form as a whole.
    pub sentence: Option<String>,
}

thread_local! { static TYPED: RefCell<Option<Typed>> = const { RefCell::new(None) }; }

impl Typed {
    pub(crate) fn new(values: Vec<(String, String)>, error: &Error) -> Typed {
        match error {
            Error::Invalid(fields) => Typed {
                values,
                errors: fields.clone(),
                sentence: fields.iter().find(|f| f.field.is_empty()).map(|f| f.text.here().to_owned()),
            },
            other => Typed { values, errors: vec![], sentence: Some(other.sentence()) },
        }
    }
    pub(crate) fn at_hand<T>(typed: Option<Typed>, work: impl FnOnce() -> T) -> T {
        TYPED.set(typed);
        let result = work();
        TYPED.set(None);
        result
    }
}

/// What was typed into this field, or what it held before.
pub fn typed(name: &str, before: &str) -> String {
    TYPED
        .with_borrow(|t| t.as_ref().and_then(|t| t.values.iter().find(|v| v.0 == name)).map(|v| v.1.clone()))
        .unwrap_or_else(|| before.to_owned())
}

/// Was this choice among those typed? For boxes and lists.
pub fn chosen(name: &str, value: &str, before: bool) -> bool {
    TYPED.with_borrow(|t| t.as_ref().map(|t| t.values.iter().any(|v| v.0 == name && v.1 == value))).unwrap_or(before)
}

/// What is wrong with this field.
pub fn wrong(name: &str) -> Option<String> {
    TYPED.with_borrow(|t| t.as_ref().and_then(|t| t.errors.iter().find(|e| e.field == name)).map(|e| e.text.here().to_owned()))
}

/// What is wrong with the form.
pub fn wrong_form() -> Option<String> {
    TYPED.with_borrow(|t| t.as_ref().and_then(|t| t.sentence.clone()))
}
