//! Every table has a kind, and SQL names it in braces: `{members} m` is the part of `members` that
//! the caller may know of. Nobody writes a tenant or a scope by hand, so nobody can forget one.

use crate::{
    error::{Error, Result},
    value::{Id, Value},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Belongs to one tenant, its first key column.
    Tenant,
    /// The same everywhere, small.
    Reference,
    /// State of this node.
    Local,
}

/// What a module says of its table.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    pub name: &'static str,
    pub kind: Kind,
    /// Rows carry the `path` of the organisation they belong to.
    pub by_path: bool,
    /// The column naming the person a row is about: members see their own.
    pub person: Option<&'static str>,
}

impl Table {
    pub const fn tenant(name: &'static str) -> Table {
        Table { name, kind: Kind::Tenant, by_path: false, person: None }
    }
    pub const fn reference(name: &'static str) -> Table {
        Table { kind: Kind::Reference, ..Table::tenant(name) }
    }
    pub const fn local(name: &'static str) -> Table {
        Table { kind: Kind::Local, ..Table::tenant(name) }
    }
    /// Rows carry `path`, and are seen by who looks after that organisation.
    pub const fn by_path(self) -> Table {
        Table { by_path: true, ..self }
    }
    /// Rows are about the person in this column.
    pub const fn about(self, column: &'static str) -> Table {
        Table { person: Some(column), ..self }
    }
}

/// How much of the tenant somebody may know of.
#[derive(Clone, Debug, PartialEq)]
pub enum Scope {
    /// An organisation and all below it. The empty path is the whole tenant.
    Subtree(String),
    /// Oneself, and what one's organisations (from the top down to one's own) say to all.
    Own { person: Id, organisations: Vec<String> },
}

impl Scope {
    pub const ALL: Scope = Scope::Subtree(String::new());
    pub fn holds(&self, path: &str) -> bool {
        match self {
            Scope::Subtree(top) => top.is_empty() || path.starts_with(top.as_str()),
            Scope::Own { organisations, .. } => organisations.iter().any(|o| o == path),
        }
    }
    pub fn top(&self) -> &str {
        match self {
            Scope::Subtree(top) => top,
            Scope::Own { organisations, .. } => organisations.last().map_or("", String::as_str),
        }
    }
}

/// The first path that sorts after all of a subtree: paths are of `0-9a-z`.
pub fn past(path: &str) -> String {
    format!("{path}~")
}

/// The arguments that the kernel adds behind the caller's own.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Extra {
    Tenant,
    Low,
    High,
    Person,
    Organisation(usize),
}

/// A statement with its tables written out.
#[derive(Debug)]
pub struct Expanded {
    pub text: String,
    extras: Vec<Extra>,
    /// Arguments (from 0) that must be paths within the scope.
    paths: Vec<usize>,
}

impl Expanded {
    /// The kernel's arguments behind the caller's; refuses a path outside the scope.
    pub fn added<'a>(&self, args: &[Value], tenant: i64, scope: &'a Scope) -> Result<Vec<Value<'a>>> {
        for &index in &self.paths {
            match args.get(index) {
                Some(Value::Text(path)) if scope.holds(path) => {}
                _ => return Err(Error::NotFound),
            }
        }
        let added = self.extras.iter().map(|extra| match (extra, scope) {
            (Extra::Tenant, _) => tenant.into(),
            (Extra::Low, s) => s.top().into(),
            (Extra::High, s) => past(s.top()).into(),
            (Extra::Person, Scope::Own { person, .. }) => (*person).into(),
            (Extra::Organisation(n), Scope::Own { organisations, .. }) => {
                organisations.get(*n).or(organisations.last()).map_or("", String::as_str).into()
            }
            (_, Scope::Subtree(_)) => Value::Null,
        });
        Ok(added.collect())
    }
}

/// Deepest tree: province, prefecture, county, street, community, branch, group, and one to spare.
const LEVELS: usize = 8;

/// Writes out the tables of a statement for this scope; `given` is the number of the caller's arguments.
pub fn expand(tables: &[Table], sql: &str, given: usize, scope: &Scope) -> Result<Expanded> {
    let mut e =
        Expansion { tables, given, scope, out: Expanded { text: String::with_capacity(sql.len() + 160), extras: vec![], paths: vec![] } };
    e.statement(sql.trim())?;
    Ok(e.out)
}

struct Expansion<'a> {
    tables: &'a [Table],
    given: usize,
    scope: &'a Scope,
    out: Expanded,
}

fn broken(sql: &str, why: &str) -> Error {
    Error::Internal(anyhow::anyhow!("statement {why}: {sql}"))
}

impl Expansion<'_> {
    fn table(&self, name: &str, sql: &str) -> Result<Table> {
        self.tables.iter().find(|t| t.name == name).copied().ok_or_else(|| broken(sql, &format!("names the unknown table {name}")))
    }

    fn extra(&mut self, extra: Extra) -> String {
        let index = self.out.extras.iter().position(|e| *e == extra).unwrap_or_else(|| {
            self.out.extras.push(extra);
            self.out.extras.len() - 1
        });
        format!("${}", self.given + index + 1)
    }

    /// What a row of this table must fulfil to exist for the caller.
    fn condition(&mut self, table: &Table) -> String {
        let mut all = vec![format!("tenant = {}", self.extra(Extra::Tenant))];
        match self.scope {
            Scope::Subtree(top) if table.by_path && !top.is_empty() => {
                all.push(format!("path >= {} and path < {}", self.extra(Extra::Low), self.extra(Extra::High)));
            }
            Scope::Subtree(_) => {}
            Scope::Own { .. } => {
                if let Some(column) = table.person {
                    all.push(format!("{column} = {}", self.extra(Extra::Person)));
                } else if table.by_path {
                    let list: Vec<_> = (0..LEVELS).map(|n| self.extra(Extra::Organisation(n))).collect();
                    all.push(format!("path in ({})", list.join(", ")));
                }
            }
        }
        all.join(" and ")
    }

    fn statement(&mut self, sql: &str) -> Result<()> {
        let lower = sql.to_ascii_lowercase();
        for verb in ["update {", "delete from {"] {
            if let Some(rest) = lower.strip_prefix(verb) {
                let name_end = rest.find('}').ok_or_else(|| broken(sql, "has an open brace"))?;
                let table = self.table(&rest[..name_end], sql)?;
                return self.change(sql, verb, &table, verb.len() + name_end + 1);
            }
        }
        if let Some(rest) = lower.strip_prefix("insert into {") {
            let name_end = rest.find('}').ok_or_else(|| broken(sql, "has an open brace"))?;
            let table = self.table(&rest[..name_end], sql)?;
            return self.insert(sql, &table, "insert into {".len() + name_end + 1);
        }
        self.read(sql)
    }

    /// Everything that only reads: each `{table}` becomes the caller's part of it.
    fn read(&mut self, sql: &str) -> Result<()> {
        let mut rest = sql;
        while let Some(open) = rest.find('{') {
            let (before, after) = rest.split_at(open);
            self.plain(before)?;
            let close = after.find('}').ok_or_else(|| broken(sql, "has an open brace"))?;
            let spec = &after[1..close];
            rest = &after[close + 1..];
            let (name, floor) = spec.split_once(" from ").map_or((spec, None), |(name, floor)| (name, Some(floor)));
            let table = self.table(name.trim(), sql)?;
            if table.kind != Kind::Tenant {
                self.out.text.push_str(table.name);
                continue;
            }
            let condition = match floor {
                Some(floor) => self.page(floor, sql)?,
                None => self.condition(&table),
            };
            self.out.text.push_str(&format!("(select * from {} where {condition})", table.name));
            if !aliased(rest) {
                self.out.text.push_str(&format!(" as {}", table.name));
            }
        }
        self.plain(rest)
    }

    /// `{members from $1, $2, $3}`: the ledger's order from a cursor on. The cursor is the only
    /// lower bound, else SQLite seeks by the scope's and reads every page before it.
    fn page(&mut self, floor: &str, sql: &str) -> Result<String> {
        let first = floor
            .split(',')
            .next()
            .and_then(|p| p.trim().strip_prefix('$'))
            .and_then(|n| n.parse::<usize>().ok())
            .ok_or_else(|| broken(sql, "has a bad cursor"))?;
        self.out.paths.push(first - 1);
        Ok(format!("tenant = {} and (path, name, id) > ({floor}) and path < {}", self.extra(Extra::Tenant), self.extra(Extra::High)))
    }

    fn change(&mut self, sql: &str, verb: &str, table: &Table, after_name: usize) -> Result<()> {
        let (head, tail) = (&verb[..verb.len() - 1], &sql[after_name..]);
        let at = top_level(tail, " where ").ok_or_else(|| broken(sql, "changes rows without a where"))?;
        let (sets, condition) = (&tail[..at], &tail[at + 7..]);
        let (condition, returning) = match top_level(condition, " returning ") {
            Some(at) => condition.split_at(at),
            None => (condition, ""),
        };
        self.out.text.push_str(head);
        self.out.text.push_str(table.name);
        self.read(sets)?;
        self.out.text.push_str(" where ");
        if table.kind == Kind::Tenant {
            let own = self.condition(table);
            self.out.text.push_str(&own);
            self.out.text.push_str(" and ");
        }
        self.out.text.push('(');
        self.read(condition)?;
        self.out.text.push(')');
        self.out.text.push_str(returning);
        Ok(())
    }

    fn insert(&mut self, sql: &str, table: &Table, after_name: usize) -> Result<()> {
        let tail = sql[after_name..].trim_start();
        self.out.text.push_str("insert into ");
        self.out.text.push_str(table.name);
        if table.kind != Kind::Tenant {
            self.out.text.push(' ');
            return self.read(tail);
        }
        let close = tail.find(')').filter(|_| tail.starts_with('(')).ok_or_else(|| broken(sql, "inserts without a list of columns"))?;
        let columns: Vec<_> = tail[1..close].split(',').map(str::trim).collect();
        let tenant = self.extra(Extra::Tenant);
        self.out.text.push_str(&format!(" (tenant, {}) ", columns.join(", ")));
        let body = tail[close + 1..].trim_start();
        let (body, conflict) = match top_level(body, "on conflict (") {
            Some(at) => (&body[..at], body[at..].replacen("on conflict (", "on conflict (tenant, ", 1)),
            None => (body, String::new()),
        };
        if let Some(values) = body.strip_prefix("values") {
            self.paths_of(table, &columns, values);
            let spliced = splice(values, &format!("{tenant}, "));
            self.out.text.push_str("values");
            self.read(&spliced)?;
        } else if let Some(select) = body.strip_prefix("select ") {
            self.out.text.push_str(&format!("select {tenant}, "));
            self.read(select)?;
        } else {
            return Err(broken(sql, "inserts neither values nor a selection"));
        }
        self.out.text.push_str(&conflict);
        Ok(())
    }

    /// Notes which arguments are the `path` of a new row, to be checked against the scope.
    fn paths_of(&mut self, table: &Table, columns: &[&str], values: &str) {
        let Some(column) = table.by_path.then(|| columns.iter().position(|c| *c == "path")).flatten() else { return };
        for tuple in values.split(')') {
            let value = tuple.rsplit('(').next().and_then(|inner| inner.split(',').nth(column));
            if let Some(n) = value.and_then(|v| v.trim().strip_prefix('$')).and_then(|n| n.parse::<usize>().ok()) {
                self.out.paths.push(n - 1);
            }
        }
    }

    /// Text between braces: a table named there bare would escape the scope, so it is refused.
    fn plain(&mut self, text: &str) -> Result<()> {
        let mut words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
        let mut before = "";
        for word in &mut words {
            let names = ["from", "join", "into", "update"].iter().any(|v| before.eq_ignore_ascii_case(v));
            if names && self.tables.iter().any(|t| t.name == word && t.kind == Kind::Tenant) {
                return Err(broken(text, &format!("names {word} without braces")));
            }
            before = word;
        }
        self.out.text.push_str(text);
        Ok(())
    }
}

fn aliased(rest: &str) -> bool {
    let word: String = rest.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    const KEYWORDS: [&str; 13] =
        ["", "where", "join", "on", "order", "group", "left", "inner", "cross", "limit", "union", "returning", "having"];
    !KEYWORDS.contains(&word.to_ascii_lowercase().as_str())
}

/// Where `word` stands outside all brackets.
fn top_level(text: &str, word: &str) -> Option<usize> {
    let mut depth = 0;
    let bytes = text.as_bytes();
    for at in 0..bytes.len() {
        if depth == 0 && bytes[at..].starts_with(word.as_bytes()) {
            return Some(at);
        }
        match bytes[at] {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Puts `first` at the beginning of each tuple of a values list.
fn splice(values: &str, first: &str) -> String {
    let mut out = String::with_capacity(values.len() + first.len() * 2);
    let mut depth = 0;
    for c in values.chars() {
        out.push(c);
        match c {
            '(' => {
                if depth == 0 {
                    out.push_str(first);
                }
                depth += 1;
            }
            ')' => depth -= 1,
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    const TABLES: &[Table] = &[Table::tenant("members").by_path().about("id"), Table::tenant("orgs").by_path(), Table::reference("codes")];

    fn text(sql: &str, given: usize, scope: &Scope) -> String {
        expand(TABLES, sql, given, scope).unwrap().text
    }

    #[test]
    fn a_table_in_braces_is_the_callers_part_of_it() {
        let street = Scope::Subtree("01".into());
        assert_eq!(
            text("select name from {members} where id = $1", 1, &street),
            "select name from (select * from members where tenant = $2 and path >= $3 and path < $4) as members where id = $1"
        );
        assert_eq!(
            text("select 1 from {members} m join {codes} c on 1=1", 0, &Scope::ALL),
            "select 1 from (select * from members where tenant = $1) m join codes c on 1=1"
        );
    }

    #[test]
    fn changes_are_bounded_too() {
        let street = Scope::Subtree("01".into());
        assert_eq!(
            text("update {members} set name = $1 where id = $2 returning id", 2, &street),
            "update members set name = $1 where tenant = $3 and path >= $4 and path < $5 and (id = $2) returning id"
        );
        assert_eq!(
            text("delete from {orgs} where id in (select id from {members} m where 1=1)", 0, &Scope::ALL),
            "delete from orgs where tenant = $1 and (id in (select id from (select * from members where tenant = $1) m where 1=1))"
        );
        assert!(expand(TABLES, "delete from {members}", 0, &street).is_err());
    }

    #[test]
    fn a_new_row_must_lie_within_the_scope() {
        let street = Scope::Subtree("01".into());
        let e = expand(TABLES, "insert into {members} (id, path) values ($1, $2) on conflict (id) do nothing", 2, &street).unwrap();
        assert_eq!(e.text, "insert into members (tenant, id, path) values ($3, $1, $2) on conflict (tenant, id) do nothing");
        assert!(e.added(&[1.into(), "0101".into()], 7, &street).is_ok());
        assert!(matches!(e.added(&[1.into(), "02".into()], 7, &street), Err(Error::NotFound)));
    }

    #[test]
    fn members_see_themselves_and_their_organisations() {
        let own = Scope::Own { person: Id::NIL, organisations: vec!["01".into(), "0101".into()] };
        assert!(text("select 1 from {members} m", 0, &own).contains("and id = $2"));
        assert!(text("select 1 from {orgs} o", 0, &own).contains("and path in ($2, "));
    }

    #[test]
    fn a_bare_table_name_is_refused() {
        assert!(expand(TABLES, "select * from members", 0, &Scope::ALL).is_err());
        assert!(expand(TABLES, "select 1 from {orgs} o join members m on 1=1", 0, &Scope::ALL).is_err());
    }
}
