@echo off
rem Starts Lifeboat. In a source checkout it builds first if nothing is built; in an installed distribution it runs lib\.
rem A distribution may bring its own Java, in runtime\.
rem
rem   LIFEBOAT_JAVA_HOME    the Java to use, whatever runtime\, JAVA_HOME and PATH say
rem   LIFEBOAT_JAVA_OPTS    more options for Java, after the ones below (-Xmx1g raises the memory limit)
rem   LIFEBOAT_BUILD        always: build again, after a change of the sources. never: do not build
rem
rem Lines that hold a path stand outside of ( ) blocks, where a path with a parenthesis in it would end the block.
setlocal EnableExtensions DisableDelayedExpansion

set "JAVA_FLAGS=-Xmx192m -Xmn16m -XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable -Dfile.encoding=UTF-8 --enable-native-access=ALL-UNNAMED"
set "TOP=%~dp0"
set "DIST=%TOP%"
if exist "%TOP%pom.xml" set "DIST=%TOP%cli\target\dist\"

rem ---- Java 17 or newer: LIFEBOAT_JAVA_HOME, else runtime\ of a distribution, else JAVA_HOME, else PATH
set "JAVA="
if defined LIFEBOAT_JAVA_HOME goto own_java
call :try_java "%DIST%runtime\bin\java.exe"
if defined JAVA goto have_java
if defined JAVA_HOME call :try_java "%JAVA_HOME%\bin\java.exe"
if defined JAVA goto have_java
for %%J in (java.exe) do if not "%%~$PATH:J"=="" call :try_java "%%~$PATH:J"
if defined JAVA goto have_java
echo lifeboat: Lifeboat needs Java 17 or newer, and none was found in JAVA_HOME or on PATH.>&2
echo Install one, for example: winget install EclipseAdoptium.Temurin.21.JDK>&2
if not exist "%TOP%pom.xml" echo Or take the zip of Lifeboat that brings its own; its name ends in -windows-x64.zip>&2
exit /b 5

:own_java
call :try_java "%LIFEBOAT_JAVA_HOME%\bin\java.exe"
if defined JAVA goto have_java
echo lifeboat: LIFEBOAT_JAVA_HOME is not a Java of version 17 or newer.>&2
exit /b 5

:have_java
rem ---- the build in a source checkout
if not exist "%TOP%pom.xml" goto built
if /i "%LIFEBOAT_BUILD%"=="never" goto built
if /i "%LIFEBOAT_BUILD%"=="always" goto build
if exist "%DIST%lib\lifeboat-cli.jar" goto built

:build
where /q mvn.cmd
if errorlevel 1 goto no_maven
echo Building Lifeboat (first use; about a minute)...>&2
if defined LIFEBOAT_JAVA_HOME set "JAVA_HOME=%LIFEBOAT_JAVA_HOME%"
if not exist "%TOP%cli\target" mkdir "%TOP%cli\target"
pushd "%TOP%"
call mvn.cmd -q -B -Dstyle.color=never -Dquick -DskipTests -pl cli -am package >"%TOP%cli\target\build.log" 2>&1 <nul
set "RESULT=%ERRORLEVEL%"
popd
if "%RESULT%"=="0" goto built
type "%TOP%cli\target\build.log" >&2
echo lifeboat: the build failed. Maven's log is above and in cli\target\build.log>&2
echo It needs a JDK of version 17 or newer in JAVA_HOME; the first build also needs a network connection.>&2
exit /b 5

:no_maven
echo lifeboat: building Lifeboat needs Maven (mvn.cmd), and it is not on PATH.>&2
exit /b 5

:built
if exist "%DIST%lib\lifeboat-cli.jar" goto run
echo lifeboat: lib\lifeboat-cli.jar is missing: Lifeboat is not built, or this copy of it is not complete.>&2
exit /b 5

:run
"%JAVA%" %JAVA_FLAGS% %LIFEBOAT_JAVA_OPTS% -cp "%DIST%lib\*" dev.lifeboat.cli.Main %*
exit /b %ERRORLEVEL%

rem ---- sets JAVA to %1 if that is a java.exe of version 17 or newer
:try_java
if not exist "%~1" goto :eof
set "MAJOR="
if not exist "%~dp1..\release" goto ask_java
for /f "usebackq tokens=1,2 delims==" %%K in ("%~dp1..\release") do if "%%K"=="JAVA_VERSION" for /f "delims=.-+" %%M in ("%%~L") do set "MAJOR=%%M"
if not defined MAJOR goto :eof
if %MAJOR% GEQ 17 set "JAVA=%~1"
goto :eof

rem A java.exe apart from its folder: Java 17 is the first that knows this option.
:ask_java
"%~1" --enable-native-access=ALL-UNNAMED -version >nul 2>&1
if not errorlevel 1 set "JAVA=%~1"
goto :eof
