package dev.isograd.datasets;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Repository of the table {@code dataset}. */
interface DatasetRows extends Repository<Dataset, String> {

    Dataset save(Dataset dataset);

    Optional<Dataset> findByName(String name);

    @Query("from Dataset d where d.id = :nameOrId or d.name = :nameOrId")
    Optional<Dataset> find(String nameOrId);

    @Query("from Dataset d where d.id < :before order by d.id desc")
    List<Dataset> page(String before, Limit limit);

    @Query("select d.name from Dataset d order by d.name")
    List<String> names();

    boolean existsByName(String name);
}
