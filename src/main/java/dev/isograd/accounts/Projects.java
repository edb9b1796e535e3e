package dev.isograd.accounts;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of projects. */
interface Projects extends Repository<Project, String> {

    Project save(Project project);

    Optional<Project> findById(String id);

    @Query("from Project p where p.account = :account and p.id < :before order by p.id desc")
    List<Project> ofAccount(String account, String before, Limit limit);

    Optional<Project> findFirstByAccountOrderById(String account);
}
