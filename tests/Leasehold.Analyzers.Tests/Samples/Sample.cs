using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Leasehold.Analyzers.Tests;

/// <summary>
/// Sample code. What a rule should report stands between <c>[|</c> and <c>|]</c>. A body alone is put into a method of
/// a class that has what samples need: a database in every style, and an HttpClient.
/// </summary>
internal sealed class Sample
{
    private const string Usings =
        """
        using System;
        using System.Collections.Generic;
        using System.Data;
        using System.Data.Common;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;
        using System.Transactions;
        using Dapper;
        using Leasehold;
        using LinqToDB;
        using LinqToDB.Data;
        using Microsoft.EntityFrameworkCore;
        using Npgsql;
        using IsolationLevel = System.Data.IsolationLevel;

        """;

    private const string Surroundings =
        """

        public sealed class Order
        {
            public int Id { get; set; }
            public string State { get; set; } = "";
            public DateTime CreatedAt { get; set; }
        }
        public sealed class Shop(DbContextOptions<Shop> options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
        }
        public interface IGateway { Task<string> ChargeAsync(int amount, CancellationToken ct); }
        public sealed class Gateway(HttpClient http) : IGateway
        {
            public async Task<string> ChargeAsync(int amount, CancellationToken ct) => await SendAsync("charge", ct);
            public async Task<string> LookUpAsync(string id, CancellationToken ct) => await http.GetStringAsync(id, ct);
            public string Format(int amount) => amount.ToString();
            private async Task<string> SendAsync(string path, CancellationToken ct)
            {
                using var response = await http.PostAsync(path, null, ct);
                return await response.Content.ReadAsStringAsync(ct);
            }
        }

        """;

    private Sample(string source, IReadOnlyList<TextSpan> expected)
    {
        Source = source;
        Expected = expected;
    }

    public string Source { get; }

    public IReadOnlyList<TextSpan> Expected { get; }

    /// <summary>A method's body, or whole members when it begins with <c>members:</c>.</summary>
    public static Sample Of(string code)
    {
        const string members = "members:";
        var body = code.StartsWith(members, StringComparison.Ordinal)
            ? code[members.Length..]
            : $$"""
                public async Task<object?> RunAsync(int id, CancellationToken ct)
                {
                    await Task.Yield();
                    {{code}}
                    return null;
                }
                """;
        return File($$"""
            {{Usings}}
            public sealed partial class Sample(
                HttpClient http, Gateway gateway, IGateway port, NpgsqlDataSource source, Shop shop,
                ConnectionPools pools, StagedOperations staged, SemaphoreSlim turn, Channel<int> channel)
            {
            {{body}}
            }
            {{Surroundings}}
            """);
    }

    /// <summary>A whole file.</summary>
    public static Sample File(string marked)
    {
        var text = new StringBuilder(marked.Length);
        var expected = new List<TextSpan>();
        var start = 0;
        for (var i = 0; i < marked.Length; i++)
        {
            if (At(marked, i, "[|"))
            {
                start = text.Length;
                i++;
            }
            else if (At(marked, i, "|]"))
            {
                expected.Add(TextSpan.FromBounds(start, text.Length));
                i++;
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        return new Sample(text.ToString(), expected);
    }

    private static bool At(string text, int position, string mark) =>
        string.CompareOrdinal(text, position, mark, 0, mark.Length) == 0;
}
