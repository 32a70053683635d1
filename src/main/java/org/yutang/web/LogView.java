package org.yutang.web;

import java.util.Optional;
import org.yutang.proof.Proof;

/// The public log.
///
/// @param asked what somebody looks for, as typed
/// @param found the entry, if there is one
/// @param entry its text
public record LogView(
    long size,
    String checkpoint,
    String verifierKey,
    String asked,
    Optional<Proof.Receipt> found,
    String entry) {}
