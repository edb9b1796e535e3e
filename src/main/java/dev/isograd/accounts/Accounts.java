package dev.isograd.accounts;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The table of accounts. */
interface Accounts extends Repository<Account, String> {

    Account save(Account account);

    Optional<Account> findById(String id);

    long count();
}
