package org.yutang.web;

/// The form for the very first account.
///
/// @param token of the one-time link
/// @param problem why it did not work, or an empty text
/// @param field which field is wrong: `name`, `displayName`, `password` or `again`
public record SetupView(
    String token, String name, String displayName, String problem, String field) {}
