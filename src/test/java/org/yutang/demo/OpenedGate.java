package org.yutang.demo;

import org.springframework.context.ApplicationContext;

/// Lets a test into a server that is a demo without a county.
public final class OpenedGate {

  private OpenedGate() {}

  public static void of(ApplicationContext server) {
    server.getBean(DemoGate.class).open();
  }
}
