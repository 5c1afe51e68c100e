using Repository.Tests.Rules.Style;

namespace Repository.Tests.Style;

public sealed class OneTypePerFileRuleTests() : RuleSpecification(new OneTypePerFileRule())
{
    [Theory]
    [InlineData("class A; class B;")]
    [InlineData("namespace N; class A { } enum B { }")]
    [InlineData("namespace N { class A { } delegate void B(); }")]
    public void Check_TwoTypes_Fires(string text) => Fires("src/A.cs", text);

    [Fact]
    public void Check_AnotherName_Fires() => Fires("src/A.cs", "class Ab;");

    [Fact]
    public void Check_ALongerName_Fires() => Fires("src/Ab.cs", "class A;");

    [Theory]
    [InlineData("src/A.cs", "class A<T>; class B : A<int>;")]
    [InlineData("tests/A.cs", "class A; class B : A { }")]
    [InlineData("tests/A.cs", "class A; class B;")]
    [InlineData("tests/A.cs", "class A; class B : C;")]
    [InlineData("tests/B.cs", "class A<T>; class B : A<int>;")]
    public void Check_NoDerivedLineUnderItsSpecification_Fires(string path, string text) => Fires(path, text);

    [Fact]
    public void Check_DerivedLinesUnderTheirSpecification_StaysQuiet()
        => Quiet("tests/A.cs", "abstract class A<T> { } class B : A<int>; class C : A<long>;");

    [Theory]
    [InlineData("src/A.cs", "namespace N; class A { class B { } }")]
    [InlineData("src/A.cs", "struct A; class A<T>;")]
    [InlineData("src/A.Parts.cs", "partial class A;")]
    [InlineData("src/A{T}.cs", "record A<T>;")]
    [InlineData("src/Program.cs", "System.Console.WriteLine();")]
    public void Check_OneTypeInItsFile_StaysQuiet(string path, string text) => Quiet(path, text);
}
