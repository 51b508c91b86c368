using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Postgres
{
    /// <summary>One log becomes three. What stood in the one keeps its place as log 0, until everything in it is sealed again in the log of its class.</summary>
    public partial class ThreeLogs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                ALTER TABLE entries ADD COLUMN tree integer NOT NULL DEFAULT 0, ADD COLUMN place bigint NOT NULL DEFAULT 0, ADD COLUMN withheld_salt bytea NOT NULL DEFAULT ''::bytea;
                CREATE UNIQUE INDEX "IX_entries_tree_leaf_index" ON entries (tree, leaf_index);

                CREATE TABLE log_trees (tree integer NOT NULL, size bigint NOT NULL, root bytea NOT NULL, peaks bytea NOT NULL, CONSTRAINT "PK_log_trees" PRIMARY KEY (tree));
                INSERT INTO log_trees (tree, size, root, peaks) SELECT 0, log_size, log_root, log_peaks FROM ledger_state;
                CREATE TABLE first_leaves (leaf_index bigint NOT NULL, leaf_hash bytea NOT NULL, CONSTRAINT "PK_first_leaves" PRIMARY KEY (leaf_index));
                CREATE TABLE person_marks (subject text NOT NULL, name text NOT NULL, salt bytea NOT NULL, mark bytea NOT NULL, CONSTRAINT "PK_person_marks" PRIMARY KEY (subject, name));
                ALTER TABLE ledger_state DROP COLUMN log_size, DROP COLUMN log_root, DROP COLUMN log_peaks;

                ALTER TABLE register_leaves ADD COLUMN tree integer NOT NULL DEFAULT 0, ADD COLUMN place bigint NOT NULL DEFAULT 0, ADD COLUMN withheld_salt bytea NOT NULL DEFAULT ''::bytea,
                    DROP CONSTRAINT "PK_register_leaves", ADD CONSTRAINT "PK_register_leaves" PRIMARY KEY (tree, leaf_index);
                CREATE INDEX "IX_register_leaves_place" ON register_leaves (place);
                ALTER TABLE log_tiles ADD COLUMN tree integer NOT NULL DEFAULT 0, DROP CONSTRAINT "PK_log_tiles", ADD CONSTRAINT "PK_log_tiles" PRIMARY KEY (tree, level, tile_index);
                ALTER TABLE log_padding ADD COLUMN tree integer NOT NULL DEFAULT 0, DROP CONSTRAINT "PK_log_padding", ADD CONSTRAINT "PK_log_padding" PRIMARY KEY (tree, first_leaf);
                ALTER TABLE log_heads ADD COLUMN tree integer NOT NULL DEFAULT 0, DROP CONSTRAINT "PK_log_heads", ADD CONSTRAINT "PK_log_heads" PRIMARY KEY (tree, size);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => throw new System.NotSupportedException("What was sealed again is not taken back: restore the backup that was made before.");
    }
}
