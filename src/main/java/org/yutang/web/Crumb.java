package org.yutang.web;

/// One step of the way to a page. The last one, the page itself, has an empty `href`.
public record Crumb(String href, String text) {}
