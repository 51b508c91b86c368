using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PowerAndMinutes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "quiet_version",
                table: "ledger_state",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "number",
                table: "audit_log",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "tree",
                table: "audit_log",
                type: "integer",
                nullable: false,
                defaultValue: 3);

            migrationBuilder.CreateTable(
                name: "audit_minutes",
                columns: table => new
                {
                    tree = table.Column<int>(type: "integer", nullable: false),
                    first_row = table.Column<long>(type: "bigint", nullable: false),
                    last_row = table.Column<long>(type: "bigint", nullable: false),
                    minute = table.Column<long>(type: "bigint", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_minutes", x => new { x.tree, x.first_row });
                });

            migrationBuilder.CreateTable(
                name: "power_changes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    item = table.Column<string>(type: "text", nullable: false),
                    change = table.Column<string>(type: "text", nullable: false),
                    said = table.Column<string>(type: "text", nullable: false),
                    mark = table.Column<byte[]>(type: "bytea", nullable: true),
                    was_sealed = table.Column<bool>(type: "boolean", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_power_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "power_salts",
                columns: table => new
                {
                    place = table.Column<string>(type: "text", nullable: false),
                    item = table.Column<string>(type: "text", nullable: false),
                    salt = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_power_salts", x => new { x.place, x.item });
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_log_tree_number",
                table: "audit_log",
                columns: new[] { "tree", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_power_changes_place_item",
                table: "power_changes",
                columns: new[] { "place", "item" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_minutes");

            migrationBuilder.DropTable(
                name: "power_changes");

            migrationBuilder.DropTable(
                name: "power_salts");

            migrationBuilder.DropIndex(
                name: "IX_audit_log_tree_number",
                table: "audit_log");

            migrationBuilder.DropColumn(
                name: "quiet_version",
                table: "ledger_state");

            migrationBuilder.DropColumn(
                name: "number",
                table: "audit_log");

            migrationBuilder.DropColumn(
                name: "tree",
                table: "audit_log");
        }
    }
}
