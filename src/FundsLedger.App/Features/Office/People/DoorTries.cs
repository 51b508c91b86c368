using System.Net;
using System.Net.Sockets;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Office.People;

/// <summary>What can be tried.</summary>
public enum Door
{
    /// <summary>A password, by the name typed and the network.</summary>
    Password,

    /// <summary>A second factor, by person and network: whoever stands there has the password.</summary>
    Code,

    /// <summary>A second factor, by person alone.</summary>
    AnyCode,

    /// <summary>Confirming who one is, by person and network.</summary>
    Again,

    /// <summary>Links to a new password, by the name typed.</summary>
    Link,

    /// <summary>Mails about wrong guesses, by the name typed.</summary>
    Notice,
}

/// <summary>Counts attempts for each pair of account and network, so that a stranger's wrong guesses slow the stranger down and not the
/// owner, who comes from elsewhere. Names without an account are counted alike.</summary>
public sealed class DoorTries(LedgerReads reads)
{
    /// <summary>Wrong passwords or codes from one network for one account before the pair is blocked.</summary>
    public const int Most = 5;

    /// <summary>How long it is blocked, counted from the first of them.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(15);

    private static (int Most, TimeSpan Span) LimitOf(Door door) => door switch
    {
        Door.AnyCode => (30, TimeSpan.FromHours(1)),
        Door.Link => (3, TimeSpan.FromDays(1)),
        Door.Notice => (1, TimeSpan.FromDays(1)),
        _ => (Most, Rest),
    };

    /// <summary>Takes one attempt, before it is known whether it is right: a thousand at once are counted one by one.</summary>
    public async Task<DoorTry> TakeAsync(Door door, string account, string network, CancellationToken cancel = default)
    {
        var ((most, rest), now) = (LimitOf(door), reads.Clock.GetUtcNow());
        await using var connection = await reads.OpenAsync(cancel);
        await connection.Command(null, "DELETE FROM door_tries WHERE ends_at <= @now", ("@now", Microseconds.Of(now))).RunAsync(cancel);
        var tries = await connection.Command(null,
            "INSERT INTO door_tries (door, account, network, tries, ends_at) VALUES (@door, @account, @network, 1, @ends) ON CONFLICT "
                + "(door, account, network) DO UPDATE SET tries = door_tries.tries + 1 RETURNING tries",
            ("@door", ClosedSet<Door>.Code(door)), ("@account", Sessions.IdOf(account)), ("@network", network),
            ("@ends", Microseconds.Of(now + rest))).NumberAsync(cancel);
        return new DoorTry(tries <= most, tries == most);
    }

    /// <summary>Forgets the attempts of a pair: the last one was right.</summary>
    public async Task ClearAsync(Door door, string account, string network, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        await connection.Command(null, "DELETE FROM door_tries WHERE door = @door AND account = @account AND network = @network",
            ("@door", ClosedSet<Door>.Code(door)), ("@account", Sessions.IdOf(account)), ("@network", network)).RunAsync(cancel);
    }

    /// <summary>Where a request comes from: an IPv4 address; of IPv6 the network of 64 bits, all of which one customer has.</summary>
    public static string NetworkOf(HttpContext context) => NetworkOf(context.Connection.RemoteIpAddress);

    /// <summary>The same of an address.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "none";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes) + "/64";
    }
}

/// <summary>One attempt.</summary>
/// <param name="IsOpen">True while there were not too many; otherwise even what is right is refused.</param>
/// <param name="IsLast">True for the last that is open: if it is wrong too, the owner is told.</param>
public sealed record DoorTry(bool IsOpen, bool IsLast);
