package org.yutang.web;

/// The login form.
///
/// @param name what was typed before
/// @param next where to go afterwards
/// @param problem why it did not work, or an empty text
public record LoginView(String name, String next, String problem) {}
