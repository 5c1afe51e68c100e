using System.Data;
using System.Diagnostics.CodeAnalysis;
using Leasehold.Pools;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>What may be cancelled when its result is left half-way.</summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are the tests' own.")]
public sealed class ReadingTextTests
{
    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("  select\n* from t; ")]
    [InlineData("-- by the ORM\nSELECT 1")]
    [InlineData("/* one */ -- two\n(SELECT 1) UNION (SELECT 2)")]
    [InlineData("VALUES (1)")]
    [InlineData("WITH n AS (SELECT updated_at FROM t) SELECT * FROM n")]
    public void Is_OneQuery_True(string text) => Assert.True(Is(text));

    [Theory]
    [InlineData("")]
    [InlineData("-- nothing")]
    [InlineData("/* nothing")]
    [InlineData("SELECTED")]
    [InlineData("UPDATE t SET a = 1 RETURNING a")]
    [InlineData("INSERT INTO t VALUES (1) RETURNING id")]
    [InlineData("CALL work()")]
    [InlineData("SELECT 1; UPDATE t SET a = 1")]
    [InlineData("/* SELECT */ DELETE FROM t RETURNING id")]
    [InlineData("WITH n AS (\nUPDATE\nt SET a = 1 RETURNING a) SELECT * FROM n")]
    public void Is_WhatMayWrite_False(string text) => Assert.False(Is(text));

    [Fact]
    public void Is_Procedure_False()
    {
        using var command = new MySqlCommand("select") { CommandType = CommandType.StoredProcedure };
        Assert.False(ReadingText.Is(command));
    }

    private static bool Is(string text)
    {
        using var command = new SqliteCommand(text);
        return ReadingText.Is(command);
    }
}
