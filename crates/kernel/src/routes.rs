//! The one list of what can be asked. A handler that checks no permission does not compile here.

use crate::{
    ask::{Asked, Extract},
    cx::{Access, Anyone, AnyoneActs, Cx, Door, Hall, Key, Looks, Permission},
    error::Result,
    reply::{Answer, Face, Finished},
};
use schemars::SchemaGenerator;
use serde_json::{Value as Json, json};
use std::{rc::Rc, sync::Arc};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}
impl Method {
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

type Run = Arc<dyn Fn(Rc<Hall>, &Asked, Face) -> Result<Finished> + Send + Sync>;

/// One line of the route table.
#[derive(Clone)]
pub struct Route {
    pub module: &'static str,
    pub method: Method,
    pub path: &'static str,
    pub summary: &'static str,
    /// `None`: open to all.
    pub permission: Option<&'static str>,
    pub access: Access,
    /// It answers as a page and as JSON, not with a file.
    pub page: bool,
    /// The page struct.
    pub answer: String,
    /// Megabytes its body may have.
    pub body: usize,
    pub multipart: bool,
    pub(crate) run: Run,
    pub(crate) describe: fn(&mut SchemaGenerator) -> Json,
}

/// A function that takes a door and what it needs from the request.
pub trait Handler<K: Key, Args>: Send + Sync + 'static {
    type Answer: Answer;
    const BODY: usize;
    const MULTIPART: bool;
    fn call(&self, cx: &Cx<K>, asked: &Asked) -> Result<Self::Answer>;
    fn describe(operation: &mut Json, schemas: &mut SchemaGenerator);
}

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

macro_rules! handler {
    ($($arg:ident),*) => {
        #[allow(non_snake_case, unused_variables)]
        impl<F, K: Key, R: Answer, $($arg: Extract),*> Handler<K, ($($arg,)*)> for F
        where
            F: Fn(&Cx<K>, $($arg),*) -> Result<R> + Send + Sync + 'static,
        {
            type Answer = R;
            const BODY: usize = { let most = 1; $( let most = larger(most, $arg::BODY); )* most };
            const MULTIPART: bool = false $( || $arg::MULTIPART )*;
            fn call(&self, cx: &Cx<K>, asked: &Asked) -> Result<R> {
                $( let $arg = $arg::extract(asked)?; )*
                self(cx, $($arg),*)
            }
            fn describe(operation: &mut Json, schemas: &mut SchemaGenerator) {
                $( $arg::describe(operation, schemas); )*
            }
        }
    };
}
handler!();
handler!(A);
handler!(A, B);
handler!(A, B, C);

/// A handler whose first argument is the answer to a permission check: the only kind `Routes` takes.
#[diagnostic::on_unimplemented(
    message = "this handler checks no permission",
    label = "its first argument must be `&Cx<SomePermission>`",
    note = "a page anyone may open goes through `Routes::public_get`"
)]
pub trait Guarded<P: Permission, Args>: Handler<P, Args> {}
impl<H: Handler<P, Args>, P: Permission, Args> Guarded<P, Args> for H {}

#[derive(Clone, Default)]
pub struct Routes {
    pub table: Vec<Route>,
    module: &'static str,
}

impl Routes {
    pub(crate) fn module(mut self, name: &'static str) -> Routes {
        self.module = name;
        self
    }
    pub fn get<H: Guarded<P, Args>, P: Permission<Door: Looks>, Args: 'static>(
        self,
        path: &'static str,
        summary: &'static str,
        handler: H,
    ) -> Routes {
        self.add::<H, P, Args>(Method::Get, path, summary, Some(P::NAME), handler)
    }
    pub fn post<H: Guarded<P, Args>, P: Permission, Args: 'static>(self, path: &'static str, summary: &'static str, handler: H) -> Routes {
        self.add::<H, P, Args>(Method::Post, path, summary, Some(P::NAME), handler)
    }
    /// A page that anyone may open. This list only shrinks (`tests/laws.rs`).
    pub fn public_get<H: Handler<Anyone, Args>, Args: 'static>(self, path: &'static str, summary: &'static str, handler: H) -> Routes {
        self.add::<H, Anyone, Args>(Method::Get, path, summary, None, handler)
    }
    pub fn public_post<H: Handler<AnyoneActs, Args>, Args: 'static>(self, path: &'static str, summary: &'static str, handler: H) -> Routes {
        self.add::<H, AnyoneActs, Args>(Method::Post, path, summary, None, handler)
    }

    fn add<H: Handler<K, Args>, K: Key, Args: 'static>(
        mut self,
        method: Method,
        path: &'static str,
        summary: &'static str,
        permission: Option<&'static str>,
        handler: H,
    ) -> Routes {
        let name = permission.unwrap_or("public");
        let label = format!("{} {path}", method.name());
        let run: Run = Arc::new(move |hall, asked, face| {
            let cx = Cx::<K>::new(hall);
            Door::announce(&*cx, name, &label);
            handler.call(&cx, asked)?.finish(face)
        });
        let describe = |schemas: &mut SchemaGenerator| {
            let mut operation = json!({ "parameters": [] });
            H::describe(&mut operation, schemas);
            operation["responses"] = json!({ "200": H::Answer::describe(schemas) });
            operation
        };
        self.table.push(Route {
            module: self.module,
            method,
            path,
            summary,
            permission,
            access: <K::Door as Door>::ACCESS,
            page: H::Answer::PAGE,
            answer: H::Answer::name(),
            body: H::BODY,
            multipart: H::MULTIPART,
            run,
            describe,
        });
        self
    }
}
