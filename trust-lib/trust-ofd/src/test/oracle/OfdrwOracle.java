import java.nio.file.Path;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.verify.OFDValidator;
import org.ofdrw.sign.verify.container.SESV4ValidateContainer;

/** Asks ofdrw's validator for GB/T 38540 about each file; runs with ofdrw's own class path. */
public final class OfdrwOracle {
  public static void main(String[] args) {
    Security.addProvider(new BouncyCastleProvider());
    for (String file : args) {
      System.out.println("ANSWER " + answer(Path.of(file)));
    }
  }

  private static String answer(Path file) {
    try (OFDReader reader = new OFDReader(file);
        OFDValidator validator = new OFDValidator(reader)) {
      validator.setValidator(new SESV4ValidateContainer());
      validator.exeValidate();
      return "ACCEPTED, pages " + reader.getNumberOfPages();
    } catch (Exception refused) {
      return "REFUSED, " + refused;
    }
  }
}
