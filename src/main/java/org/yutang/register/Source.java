package org.yutang.register;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/// Where facts came from: a file and what its mapping says about it.
///
/// @param date the day that its facts describe
/// @param fileDigest lower-case hex of the file's SHA-256; empty for what ships with the product
public record Source(
    UUID id,
    String title,
    String licence,
    Optional<LocalDate> date,
    Optional<String> fileDigest,
    String importedBy,
    Instant importedAt) {}
