package org.yutang.incubation;

import org.jspecify.annotations.Nullable;

/// What was known of a candidate on the day of a ranking. Null is not known, which is not zero.
///
/// @param products of the county on sale
/// @param fen what was paid in the period, `orders` and `fenBefore` likewise; null where nothing
///   was ever on sale
/// @param fenBefore the same in the period before
/// @param searches null where the market counted none at all
/// @param daysToHarvest 0 while it is harvested; null without a standard
/// @param perKilogram the county's median price, in fen
/// @param marketPerKilogram the whole market's
/// @param protectedPrice the lowest of the standard for this season
/// @param squareMetres null without a standard, as all that follows
public record Inputs(
    long products,
    @Nullable Long orders,
    @Nullable Long fen,
    @Nullable Long grams,
    @Nullable Long fenBefore,
    @Nullable Long searches,
    @Nullable Integer daysToHarvest,
    @Nullable Long perKilogram,
    @Nullable Long marketPerKilogram,
    @Nullable Long protectedPrice,
    @Nullable Long squareMetres,
    @Nullable Long growers,
    @Nullable Long certifiedGrams,
    @Nullable Long certificates,
    @Nullable Long contracts) {}
