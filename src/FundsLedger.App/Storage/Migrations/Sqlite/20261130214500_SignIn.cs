using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SignIn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "wrong_passwords",
                table: "people",
                newName: "code_step");

            migrationBuilder.RenameColumn(
                name: "locked_until",
                table: "people",
                newName: "told_at");

            // The columns are new ones; what stood there meant something else.
            migrationBuilder.Sql("UPDATE people SET code_step = 0, told_at = NULL;");

            migrationBuilder.AddColumn<string>(
                name: "issuer_session",
                table: "sessions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "place",
                table: "sessions",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "ask_again",
                table: "people",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "used_from",
                table: "api_tokens",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "door_tries",
                columns: table => new
                {
                    door = table.Column<string>(type: "TEXT", nullable: false),
                    account = table.Column<string>(type: "TEXT", nullable: false),
                    network = table.Column<string>(type: "TEXT", nullable: false),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_door_tries", x => new { x.door, x.account, x.network });
                });

            migrationBuilder.CreateTable(
                name: "password_links",
                columns: table => new
                {
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<string>(type: "TEXT", nullable: false),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_password_links", x => x.hash);
                    table.ForeignKey(
                        name: "FK_password_links_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_door_tries_ends_at",
                table: "door_tries",
                column: "ends_at");

            migrationBuilder.CreateIndex(
                name: "IX_password_links_person_id",
                table: "password_links",
                column: "person_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "door_tries");

            migrationBuilder.DropTable(
                name: "password_links");

            migrationBuilder.DropColumn(
                name: "issuer_session",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "place",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "ask_again",
                table: "people");

            migrationBuilder.DropColumn(
                name: "used_from",
                table: "api_tokens");

            migrationBuilder.RenameColumn(
                name: "told_at",
                table: "people",
                newName: "locked_until");

            migrationBuilder.RenameColumn(
                name: "code_step",
                table: "people",
                newName: "wrong_passwords");
        }
    }
}
