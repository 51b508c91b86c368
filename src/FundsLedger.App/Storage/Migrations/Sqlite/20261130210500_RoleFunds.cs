using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Sqlite
{
    /// <summary>Roles carry the funds they are for. Those given before stay what they were: for every fund.</summary>
    public partial class RoleFunds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE person_roles ADD COLUMN funds TEXT NOT NULL DEFAULT '*';");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "funds", table: "person_roles");
        }
    }
}
