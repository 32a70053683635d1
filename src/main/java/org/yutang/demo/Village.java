package org.yutang.demo;

import org.yutang.kernel.PlaceCode;

/// A village of the county, and the town that it belongs to.
record Village(PlaceCode code, PlaceCode town, String name) {}
