package org.yutang.cli;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/// The server: every room's beans, found below `org.yutang`. Beans are named by their whole class
/// name, because two rooms may call a thing the same.
@SpringBootApplication(
    scanBasePackages = "org.yutang",
    nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
public class Server {}
