package org.yutang.cli;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/// The server: every room's beans, found below `org.yutang`.
@SpringBootApplication(scanBasePackages = "org.yutang")
public class Server {}
