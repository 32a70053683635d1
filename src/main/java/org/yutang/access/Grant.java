package org.yutang.access;

import org.yutang.kernel.PlaceCode;

/// A role in a place and in everything inside it.
public record Grant(Role role, PlaceCode place) {}
