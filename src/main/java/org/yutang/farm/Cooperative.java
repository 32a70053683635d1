package org.yutang.farm;

import java.util.UUID;
import org.yutang.kernel.PlaceCode;

/// A growers' co-operative and where it is at home.
public record Cooperative(UUID id, String name, PlaceCode place) {}
