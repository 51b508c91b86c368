using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Tests.Support;

/// <summary>Chance that repeats itself: a stream for each use, log and fund or register, so that what is drawn in one shifts nothing in
/// another.</summary>
public sealed class SeededChance(string seed) : IChance
{
    private readonly Dictionary<(ChanceUse, LogClass, string), long> _drawn = [];

    public void Fill(ChanceUse use, LogClass log, string about, Span<byte> bytes)
    {
        var number = _drawn[(use, log, about)] = _drawn.GetValueOrDefault((use, log, about)) + 1;
        var key = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{use}/{log}/{about}"));
        Span<byte> message = stackalloc byte[16];
        Span<byte> block = stackalloc byte[32];
        BinaryPrimitives.WriteInt64BigEndian(message, number);
        for (var at = 0; at < bytes.Length; at += block.Length)
        {
            BinaryPrimitives.WriteInt64BigEndian(message[8..], at);
            HMACSHA256.HashData(key, message, block);
            block[..Math.Min(block.Length, bytes.Length - at)].CopyTo(bytes[at..]);
        }
    }
}
