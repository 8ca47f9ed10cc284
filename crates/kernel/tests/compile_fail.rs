//! Invariant 1: a handler that checks no permission, a reader that writes, and a GET that writes
//! do not compile.

#[test]
fn what_must_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
