using Leasehold.ServiceDefaults.Settings;
using Leasehold.ServiceDefaults.Startup;

namespace Leasehold.Payments.Tests.Settings;

public sealed class DotEnvFileTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("  A = b  ", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("A=b # comment", "b")]
    [InlineData("A=b#not-a-comment", "b#not-a-comment")]
    [InlineData("A=\"b # c\" # comment", "b # c")]
    [InlineData("A='it is \"b\"'", "it is \"b\"")]
    [InlineData("A=pa$word${x}", "pa$word${x}")]
    [InlineData("A=x=y", "x=y")]
    [InlineData("A=", "")]
    [InlineData("A=#comment", "")]
    [InlineData("# A=c\r\n\r\nA=b\r\n", "b")]
    [InlineData("A=first\nA=second", "second")]
    public void Parse_Assignment_IsItsValue(string text, string value)
        => Assert.Equal(value, DotEnvFile.Parse(text, ".env")["A"]);

    [Theory]
    [InlineData("secret")]
    [InlineData("=secret")]
    [InlineData("A B=secret")]
    [InlineData("A=\"secret")]
    [InlineData("A=\"secret\" more")]
    public void Parse_AnythingElse_NamesTheLineAndNotItsContent(string line)
    {
        var problem = Assert.Throws<ServiceStartException>(() => DotEnvFile.Parse($"OK=1\n{line}", ".env"));

        Assert.Contains(".env, line 2", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_IsEmpty() => Assert.Empty(DotEnvFile.Read("/nonexistent/.env"));
}
