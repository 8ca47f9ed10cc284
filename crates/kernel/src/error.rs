//! Everything that can go wrong between a click and a row, in one list.

use crate::speak::{Text, t};
use serde::Serialize;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// `code` is stable: programs may rely on it, and JSON carries it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("sign in first")]
    SignIn,
    #[error("needs the permission {0}")]
    Forbidden(&'static str),
    #[error("not found")]
    NotFound,
    #[error("invalid input: {0:?}")]
    Invalid(Vec<FieldError>),
    #[error("{code}: {text}")]
    Rule { code: &'static str, text: Text },
    #[error("too many attempts, wait {0} seconds")]
    TooMany(u64),
    #[error("{0:#}")]
    Internal(#[from] anyhow::Error),
}

/// What is wrong with one field, in both languages.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldError {
    pub field: String,
    #[serde(flatten)]
    pub text: Text,
}

impl Error {
    pub fn field(field: &str, zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::Invalid(vec![FieldError { field: field.into(), text: Text::new(zh, en) }])
    }
    pub fn rule(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::Rule { code, text: Text::new(zh, en) }
    }
    pub fn code(&self) -> &'static str {
        match self {
            Error::SignIn => "sign_in",
            Error::Forbidden(_) => "forbidden",
            Error::NotFound => "not_found",
            Error::Invalid(_) => "invalid",
            Error::Rule { code, .. } => code,
            Error::TooMany(_) => "too_many",
            Error::Internal(_) => "internal",
        }
    }
    pub fn status(&self) -> u16 {
        match self {
            Error::SignIn => 401,
            Error::Forbidden(_) => 403,
            Error::NotFound => 404,
            Error::Invalid(_) => 422,
            Error::Rule { .. } => 409,
            Error::TooMany(_) => 429,
            Error::Internal(_) => 500,
        }
    }
    /// One sentence for the reader, in the language of the request.
    pub fn sentence(&self) -> String {
        match self {
            Error::SignIn => t("请先登录。", "Please sign in first.").into(),
            Error::Forbidden(_) => t("您的账号没有这项权限。", "Your account does not have this permission.").into(),
            Error::NotFound => t("没有找到，或不在您的管理范围内。", "Not found, or not within what you look after.").into(),
            Error::Invalid(fields) => fields.iter().map(|f| f.text.here()).collect::<Vec<_>>().join(" "),
            Error::Rule { text, .. } => text.here().into(),
            Error::TooMany(wait) => crate::say!("尝试次数过多，请 {wait} 秒后再试。", "Too many attempts, please wait {wait} seconds."),
            Error::Internal(_) => {
                t("系统出错，已记录。刚才的操作没有生效。", "Something failed and was logged. What you just did had no effect.").into()
            }
        }
    }
}

macro_rules! internal {
    ($($type:ty),* $(,)?) => { $( impl From<$type> for Error {
        fn from(e: $type) -> Error { Error::Internal(e.into()) }
    } )* };
}
internal!(rusqlite::Error, postgres::Error, std::io::Error, serde_json::Error, serde::de::value::Error, askama::Error, jiff::Error);
