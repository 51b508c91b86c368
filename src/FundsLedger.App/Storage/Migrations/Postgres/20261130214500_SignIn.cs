using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SignIn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "wrong_passwords",
                table: "people");

            migrationBuilder.RenameColumn(
                name: "locked_until",
                table: "people",
                newName: "told_at");

            // The column is a new one; what stood there meant something else.
            migrationBuilder.Sql("UPDATE people SET told_at = NULL;");

            migrationBuilder.AddColumn<string>(
                name: "issuer_session",
                table: "sessions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "place",
                table: "sessions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "ask_again",
                table: "people",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "code_step",
                table: "people",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "used_from",
                table: "api_tokens",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "door_tries",
                columns: table => new
                {
                    door = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    network = table.Column<string>(type: "text", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    ends_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_door_tries", x => new { x.door, x.account, x.network });
                });

            migrationBuilder.CreateTable(
                name: "password_links",
                columns: table => new
                {
                    hash = table.Column<string>(type: "text", nullable: false),
                    person_id = table.Column<string>(type: "text", nullable: false),
                    made_at = table.Column<long>(type: "bigint", nullable: false),
                    ends_at = table.Column<long>(type: "bigint", nullable: false)
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
                name: "code_step",
                table: "people");

            migrationBuilder.DropColumn(
                name: "used_from",
                table: "api_tokens");

            migrationBuilder.RenameColumn(
                name: "told_at",
                table: "people",
                newName: "locked_until");

            migrationBuilder.AddColumn<int>(
                name: "wrong_passwords",
                table: "people",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }
    }
}
