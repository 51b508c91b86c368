using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Sqlite
{
    /// <summary>One log becomes three. What stood in the one keeps its place as log 0, until everything in it is sealed again in the log of its class.</summary>
    public partial class ThreeLogs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                ALTER TABLE entries ADD COLUMN tree INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE entries ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE entries ADD COLUMN withheld_salt BLOB NOT NULL DEFAULT x'';
                CREATE UNIQUE INDEX "IX_entries_tree_leaf_index" ON entries (tree, leaf_index);

                CREATE TABLE log_trees (tree INTEGER NOT NULL CONSTRAINT "PK_log_trees" PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, peaks BLOB NOT NULL);
                INSERT INTO log_trees (tree, size, root, peaks) SELECT 0, log_size, log_root, log_peaks FROM ledger_state;
                CREATE TABLE first_leaves (leaf_index INTEGER NOT NULL CONSTRAINT "PK_first_leaves" PRIMARY KEY, leaf_hash BLOB NOT NULL);
                CREATE TABLE person_marks (subject TEXT NOT NULL, name TEXT NOT NULL, salt BLOB NOT NULL, mark BLOB NOT NULL, CONSTRAINT "PK_person_marks" PRIMARY KEY (subject, name));

                CREATE TABLE new_ledger_state (id INTEGER NOT NULL CONSTRAINT "PK_ledger_state" PRIMARY KEY, last_seq INTEGER NOT NULL, last_recorded_at INTEGER NOT NULL, catalog_version INTEGER NOT NULL,
                    open_version INTEGER NOT NULL, chart_version INTEGER NOT NULL);
                INSERT INTO new_ledger_state SELECT id, last_seq, last_recorded_at, catalog_version, open_version, chart_version FROM ledger_state;
                DROP TABLE ledger_state;
                ALTER TABLE new_ledger_state RENAME TO ledger_state;

                CREATE TABLE new_register_leaves (tree INTEGER NOT NULL, leaf_index INTEGER NOT NULL, table_name TEXT NOT NULL, row_key TEXT NOT NULL, place INTEGER NOT NULL, salt BLOB NOT NULL,
                    withheld_salt BLOB NOT NULL, leaf_hash BLOB NOT NULL, CONSTRAINT "PK_register_leaves" PRIMARY KEY (tree, leaf_index));
                INSERT INTO new_register_leaves SELECT 0, leaf_index, table_name, row_key, 0, salt, x'', leaf_hash FROM register_leaves;
                DROP TABLE register_leaves;
                ALTER TABLE new_register_leaves RENAME TO register_leaves;
                CREATE UNIQUE INDEX "IX_register_leaves_table_name_row_key" ON register_leaves (table_name, row_key);
                CREATE INDEX "IX_register_leaves_place" ON register_leaves (place);

                CREATE TABLE new_log_tiles (tree INTEGER NOT NULL, level INTEGER NOT NULL, tile_index INTEGER NOT NULL, root BLOB NOT NULL, CONSTRAINT "PK_log_tiles" PRIMARY KEY (tree, level, tile_index));
                INSERT INTO new_log_tiles SELECT 0, level, tile_index, root FROM log_tiles;
                DROP TABLE log_tiles;
                ALTER TABLE new_log_tiles RENAME TO log_tiles;

                CREATE TABLE new_log_padding (tree INTEGER NOT NULL, first_leaf INTEGER NOT NULL, leaf_count INTEGER NOT NULL, seed BLOB NOT NULL, CONSTRAINT "PK_log_padding" PRIMARY KEY (tree, first_leaf));
                INSERT INTO new_log_padding SELECT 0, first_leaf, leaf_count, seed FROM log_padding;
                DROP TABLE log_padding;
                ALTER TABLE new_log_padding RENAME TO log_padding;

                CREATE TABLE new_log_heads (tree INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, at INTEGER NOT NULL, key_id TEXT NOT NULL, signature BLOB NOT NULL,
                    CONSTRAINT "PK_log_heads" PRIMARY KEY (tree, size));
                INSERT INTO new_log_heads SELECT 0, size, root, at, key_id, signature FROM log_heads;
                DROP TABLE log_heads;
                ALTER TABLE new_log_heads RENAME TO log_heads;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => throw new System.NotSupportedException("What was sealed again is not taken back: restore the backup that was made before.");
    }
}
