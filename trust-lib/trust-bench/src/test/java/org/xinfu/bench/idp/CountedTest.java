package org.xinfu.bench.idp;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.List;
import org.junit.jupiter.api.Test;

class CountedTest {
  @Test
  void recordsOfEachKindAreHeldAgainstWhatWasDone() throws Exception {
    assertThatNoException().isThrownBy(counted(new Contender.Works(2, 2, 1))::assertKept);
    assertThatNoException().isThrownBy(counted(new Contender.Works(0, 0, 0))::assertForgot);
  }

  @Test
  void recordsOfOneKindAreNoneOfAnother() throws Exception {
    assertThatIllegalStateException()
        .isThrownBy(counted(new Contender.Works(0, 2, 3))::assertKept)
        .withMessageContaining("logins=0");
    assertThatIllegalStateException().isThrownBy(counted(new Contender.Works(1, 2, 1))::assertKept);
    assertThatIllegalStateException()
        .isThrownBy(counted(new Contender.Works(0, 0, 1))::assertForgot);
  }

  /** Two logins and a machine's token at a server that keeps {@code kept}. */
  private static Counted counted(Contender.Works kept) throws Exception {
    Counted one = new Counted(new Keeping(kept));
    one.login();
    one.login();
    one.machineToken();
    return one;
  }

  private record Keeping(Works kept) implements Contender {
    @Override
    public String name() {
      return "a server";
    }

    @Override
    public void machineToken() {}

    @Override
    public void login() {}

    @Override
    public List<Long> processes() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
