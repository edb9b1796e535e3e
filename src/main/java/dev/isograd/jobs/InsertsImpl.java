package dev.isograd.jobs;

import jakarta.persistence.EntityManager;

/** Found by its name. */
class InsertsImpl<T> implements Inserts<T> {

    private final EntityManager entities;

    InsertsImpl(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public T insert(T row) {
        entities.persist(row);
        return row;
    }
}
