using System.Net;
using System.Text;
using System.Xml.Linq;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Proof.Backups;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Access;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FundsLedger.App.Tests.Backups;

/// <summary>Whoever has a backup, or the books alone, opens nothing with it.</summary>
public sealed class ThiefTests
{
    [Theory, EveryDatabase]
    public async Task A_link_asked_for_in_a_stolen_backup_opens_nothing_on_the_live_server(DatabaseKind on)
    {
        await using var site = await ServedBooks.OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);
        using var owner = await site.BrowserOfAsync(person);
        await using (var live = PeopleServices.Over(site.Books.Database, site.Books.Clock, new WebSettings()))
        await using (var scope = live.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<PeopleDirectory>().LinkAsync(await FindAsync(scope, person));
        var backup = TestServer.NewFile(".backup");
        (await new Backup(site.Books.Database).RunAsync(backup)).OrThrow();

        var place = await TestServer.NewPlaceAsync(DatabaseKind.Sqlite);
        await using (var target = LedgerDatabase.At(place)) (await new Restore(target, site.Books.Clock).RunAsync(backup)).OrThrow();
        await using var stolen = LedgerDatabase.At(place);
        await using var services = PeopleServices.Over(stolen, site.Books.Clock, new WebSettings());
        await using var there = services.CreateAsyncScope();
        var victim = await FindAsync(there, person);
        var link = await there.ServiceProvider.GetRequiredService<PeopleDirectory>().LinkAsync(victim);

        using var thief = site.Browser();
        Assert.Equal("/forgotten", (await thief.GetAsync(link)).Headers.Location!.ToString());
        // The second factor cannot be read, nor a cookie or form token made: the key is not in the backup.
        Assert.Null(await there.ServiceProvider.GetRequiredService<UserManager<PersonRow>>().GetAuthenticatorKeyAsync(victim));
        Assert.Empty(there.ServiceProvider.GetRequiredService<ProtectionKeys>().GetAllElements());
        Assert.True(await site.Books.NumberAsync("SELECT COUNT(*) FROM protection_keys") > 0);
        await NothingReadableAsync(backup, person.CodeKey, "masterKey", "/password?");
    }

    [Theory, EveryDatabase]
    public async Task What_an_earlier_version_kept_readable_is_encrypted_and_gone_from_the_file(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var person = await books.LetInAsync(Role.Recorder);
        await using (var connection = await books.Database.OpenAsync())
        {
            var protector = new ServiceCollection().AddLogging().AddDataProtection().SetApplicationName("FundsLedger").Services
                .Configure<KeyManagementOptions>(options => options.XmlRepository = new InClear(books.Database)).BuildServiceProvider()
                .GetRequiredService<IDataProtectionProvider>().CreateProtector("code-generators");
            await connection.Command(null, "UPDATE people SET code_key = @key", ("@key", protector.Protect(person.CodeKey))).RunAsync();
            await connection.Command(null,
                "INSERT INTO outbox (id, kind, payload, created_at, next_attempt_at, attempts) VALUES ('m-1', 'mail', "
                    + "'{\"path\":\"/password?person=p&token=of-before\"}', 0, 0, 0)").RunAsync();
        }
        var place = TestServer.NewFile(".protection-key");
        Assert.Equal(0, await OldSecrets.SealAsync(books.Database, new WebSettings(), OutsideKey.At(place), books.Clock));
        Assert.Equal(0, await OldSecrets.SealAsync(books.Database, new WebSettings(), OutsideKey.At(place), books.Clock));

        await using (var services = PeopleServices.Over(books.Database, books.Clock, new WebSettings { ProtectionKeyFile = place }))
        await using (var scope = services.CreateAsyncScope())
            Assert.Equal(person.CodeKey,
                await scope.ServiceProvider.GetRequiredService<UserManager<PersonRow>>()
                    .GetAuthenticatorKeyAsync(await FindAsync(scope, person)));
        Assert.Equal(0, await books.NumberAsync("SELECT COUNT(*) FROM protection_keys WHERE xml LIKE '%masterKey%'"));
        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM outbox WHERE payload = '' AND parked_at IS NOT NULL"));
        if (on == DatabaseKind.Sqlite) await NothingReadableAsync(books.Where, person.CodeKey, "masterKey", "of-before");
        // With another key nothing is lost and nothing is read: it is said how many.
        Assert.Equal(1,
            await OldSecrets.SealAsync(books.Database, new WebSettings(), OutsideKey.At(TestServer.NewFile(".protection-key")),
                books.Clock));
    }

    [Fact]
    public async Task Books_backups_and_what_is_restored_are_their_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such rights on files.");
        var place = await TestServer.NewPlaceAsync(DatabaseKind.Sqlite);
        var (backup, restored) = (TestServer.NewFile(".backup"), await TestServer.NewPlaceAsync(DatabaseKind.Sqlite));
        await using (var database = LedgerDatabase.At(place))
        {
            await BooksMaker.MigrateAsync(database, TimeProvider.System);
            await using var open = await database.OpenAsync();
            await open.Command(null, "INSERT INTO door_tries (door, account, network, tries, ends_at) VALUES ('a', 'b', 'c', 1, 0)")
                .RunAsync();
            OwnersOnly(place, place + "-wal", place + "-shm");
            (await new Backup(database).RunAsync(backup)).OrThrow();
            await using (var target = LedgerDatabase.At(restored))
            {
                (await new Restore(target, TimeProvider.System).RunAsync(backup)).OrThrow();
                await using var there = await target.OpenAsync();
                await there.Command(null, "UPDATE door_tries SET tries = 2").RunAsync();
                OwnersOnly(restored, restored + "-wal", restored + "-shm");
            }
            _ = OutsideKey.At(place + ".protection-key");
            OwnersOnly(backup, RecordedHead.PathFor(backup), place + ".protection-key");
            Assert.Equal("wal", (await open.Command(null, "PRAGMA journal_mode").RowsAsync(row => row.GetString(0))).Single());
        }
        // What an earlier version left open to others is closed.
        FileRights.Set(place, (UnixFileMode)0b110_110_100);
        await using (var database = LedgerDatabase.At(place)) await BooksMaker.MigrateAsync(database, TimeProvider.System);
        OwnersOnly(place);
    }

    [Fact]
    public void A_secret_opens_for_its_purpose_and_with_its_key_only()
    {
        var (key, other) = (OutsideKey.At(TestServer.NewFile(".protection-key")), OutsideKey.At(TestServer.NewFile(".protection-key")));
        var kept = key.Protect("secret of a test", "generator p-1");
        Assert.Equal("secret of a test", key.Unprotect(kept, "generator p-1"));
        Assert.Null(key.Unprotect(kept, "generator p-2"));
        Assert.Null(other.Unprotect(kept, "generator p-1"));
        Assert.NotEqual(kept, key.Protect("secret of a test", "generator p-1"));
        foreach (var broken in (string[])["", "k1:", "k1:AAAA", "k1:###", kept[..^2], kept + "AA", "<key/>"])
            Assert.Null(key.Unprotect(broken, "generator p-1"));
    }

    [Fact]
    public async Task Of_many_processes_that_make_the_key_at_once_all_have_the_same()
    {
        var place = TestServer.NewFile(".protection-key");
        var keys = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(_ => Task.Run(() => Convert.ToHexString(OutsideKey.At(place).Derive("a test", 8)))));
        Assert.Single(keys.Distinct());
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(place)!, Path.GetFileName(place) + "*"));
        await File.WriteAllTextAsync(place, "no key");
        Assert.Throws<InvalidDataException>(() => OutsideKey.At(place));
    }

    private static async Task<PersonRow> FindAsync(AsyncServiceScope scope, LetIn person) =>
        (await scope.ServiceProvider.GetRequiredService<PeopleDirectory>().FindAsync(person.Email))!;

    private static void OwnersOnly(params string[] paths) =>
        Assert.All(paths,
            path =>
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
                    OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path)));

    private static async Task NothingReadableAsync(string path, params string[] secrets)
    {
        foreach (var file in ((string[])[path, path + "-wal"]).Where(File.Exists))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[open.Length];
            await open.ReadExactlyAsync(bytes);
            foreach (var secret in secrets)
                Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"{secret} stands in {Path.GetFileName(file)}");
        }
    }

    /// <summary>Keys as an earlier version kept them.</summary>
    private sealed class InClear(LedgerDatabase database) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => [];

        public void StoreElement(XElement element, string friendlyName)
        {
            using var connection = database.OpenAsync().GetAwaiter().GetResult();
            using var insert = connection.Command(null, "INSERT INTO protection_keys (id, xml) VALUES (@id, @xml)", ("@id", friendlyName),
                ("@xml", element.ToString()));
            insert.ExecuteNonQuery();
        }
    }
}
