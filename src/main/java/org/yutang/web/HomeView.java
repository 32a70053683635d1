package org.yutang.web;

public record HomeView(long leaves) {}
