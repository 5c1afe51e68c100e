using Leasehold.Demo.Cluster;

namespace Leasehold.Demo.Tests.Starting;

/// <summary>Options are read, and wrong ones refused on one line.</summary>
public sealed class DemoArgumentsTests
{
    [Fact]
    public void TryParse_AllOptions_AreRead()
    {
        Assert.True(DemoArguments.TryParse(
            ["--cluster", "--database", "mariadb", "--ports=6080", "--data", "some 100% folder"],
            out var arguments,
            out _));

        Assert.Equal(ClusterDatabase.MariaDb, arguments.Cluster);
        Assert.Equal("http://127.0.0.1:6080", arguments.Addresses.Page);
        Assert.Equal("http://127.0.0.1:6092", arguments.Addresses.Processor);
        Assert.Equal(Path.GetFullPath("some 100% folder"), arguments.Data);
    }

    [Theory]
    [InlineData("not 'eighty'", "--ports", "eighty")]
    [InlineData("not '80'", "--ports", "80")]
    [InlineData("not '65524'", "--ports=65524")]
    [InlineData("not nothing", "--ports")]
    [InlineData("not 'oracle'", "--cluster", "--database", "oracle")]
    [InlineData("not nothing", "--database", "--cluster")]
    [InlineData("needs --cluster", "--database", "mariadb")]
    [InlineData("takes the folder", "--data", "--cluster")]
    [InlineData("'--prots' is not an option", "--prots=6080")]
    [InlineData("'tour' is not an option", "tour")]
    public void TryParse_WrongValue_IsRefusedOnOneLine(string part, params string[] args)
    {
        Assert.False(DemoArguments.TryParse(args, out _, out var problem));

        Assert.Contains(part, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }
}
