package org.yutang.incubation;

import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;

/// A product of a county that may be worth help.
///
/// @param standard of `playbooks/standards`; without one it is found in the market by its Chinese
///   name
public record Candidate(
    UUID id, PlaceCode county, Text name, Optional<String> standard, Optional<String> variety) {}
