/// The pages: what people see and press, rendered on the server.
///
/// Promises: every page can be read and used without script, in Chinese and in English, on a phone
/// and on a desk, light and dark, with keyboard or screen reader; every list keeps its filter,
/// order and page in the address; every form keeps what was typed when something is wrong with it
/// and is answered by a redirect when not; every refusal says what happened and what to do next.
///
/// Holds no rules and no SQL: a controller asks the rooms, puts their answers into a view record
/// and names a template of `src/main/jte`. Texts stand in `messages/web_*.properties`, style in
/// `static/assets`. No template has an inline script or style, because the content security policy
/// forbids both. Owns no tables; nobody imports this package. View records are public only because
/// the compiled templates lie in a package of their own.
///
/// Start reading at [org.yutang.web.Screen], which every page is given, then at any of the
/// controllers, named after what they show (`PlacePages`, `PersonPages`).
@NullMarked
package org.yutang.web;

import org.jspecify.annotations.NullMarked;
